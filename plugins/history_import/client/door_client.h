#pragma once

#include <string>
#include <string_view>

#include "griot/http_client.hpp"

namespace griot::history_import {

// One kept connection that posts to the import door. Each call ends within a minute. One thread.
class DoorClient {
 public:
  DoorClient(const HttpAddress& address, std::string key);

  HttpAnswer Post(std::string_view body);

 private:
  const std::string path_, key_;
  HttpClient client_;
};

}  // namespace griot::history_import
