// Where a server is, as a URL says it, and what it answers. Header-only; griot/http_client.hpp
// asks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace griot {
inline namespace sdk_v1 {

// Plain data.
struct HttpAddress {
  bool tls = false;
  std::string host;  // without brackets
  std::string port;
  std::string path;  // without a '/' at its end; empty where the URL names none

  // For people, and for Host:.
  std::string Authority() const {
    const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return port == (tls ? "443" : "80") ? name : name + ":" + port;
  }
};

// nullopt: it is no http:// or https:// URL, or holds a user, a query or a fragment. Pure.
inline std::optional<HttpAddress> ParseHttpAddress(std::string_view url) {
  HttpAddress address;
  if (url.starts_with("https://")) {
    address.tls = true;
    url.remove_prefix(8);
  } else if (url.starts_with("http://")) {
    url.remove_prefix(7);
  } else {
    return std::nullopt;
  }
  for (const char c : url) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '@' || c == '?' || c == '#') {
      return std::nullopt;
    }
  }
  const size_t slash = url.find('/');
  address.path = slash == std::string_view::npos ? "" : std::string(url.substr(slash));
  while (address.path.ends_with('/')) address.path.pop_back();
  std::string_view authority = url.substr(0, slash);
  const bool bracket = authority.starts_with('[');
  // The colons within brackets are the address's.
  const size_t after = bracket ? authority.find(']') : 0;
  const size_t colon = after == std::string_view::npos ? after : authority.find(':', after);
  const bool has_port = colon != std::string_view::npos;
  address.port = has_port ? authority.substr(colon + 1) : (address.tls ? "443" : "80");
  address.host = authority.substr(0, has_port ? colon : authority.size());
  if (bracket) {
    if (!address.host.ends_with(']')) return std::nullopt;
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  const bool digits = address.port.find_first_not_of("0123456789") == std::string::npos;
  if (address.host.empty() || address.port.empty() || !digits) return std::nullopt;
  return address;
}

// What a request came to. Status 0: nobody answered, and `body` says why.
struct HttpAnswer {
  int status = 0;
  int retry_after = 0;  // seconds; 0: it does not say
  std::string body;
};

}  // namespace sdk_v1
}  // namespace griot
