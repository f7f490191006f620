#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace griot::history_import {

// Where griot's import door is. Plain data.
struct Address {
  bool tls = false;
  std::string host;  // without brackets
  std::string port;
  std::string path;  // "/v1/import" where the URL names none

  // For people, and for Host:.
  std::string Authority() const;
};

// nullopt: it is no http:// or https:// URL, or holds a user.
std::optional<Address> ParseAddress(std::string_view url);

}  // namespace griot::history_import
