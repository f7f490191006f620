// HTTP for a plugin's commands: one kept connection that posts. What it is made of is in
// griot/http_client_beast.hpp, which one file of whoever uses it includes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/http_address.hpp"

namespace griot {
inline namespace sdk_v1 {

// Names and values. What they refer to must live for the call.
using HttpHeaders = std::vector<std::pair<std::string_view, std::string_view>>;

namespace detail {
class HttpConnection;
}

// One kept connection to one server, over TLS (certificate and name checked) or not. Each call ends
// within a minute or so. One thread.
class HttpClient {
 public:
  // `agent`: what it calls itself, "griot import".
  HttpClient(HttpAddress address, std::string agent);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // A connection that the other side closed meanwhile is opened anew. `path`: all of it, that of
  // the address is not put before it.
  HttpAnswer Post(std::string_view path, const HttpHeaders& headers, std::string_view body);

 private:
  const HttpAddress address_;
  const std::string agent_;
  std::unique_ptr<detail::HttpConnection> connection_;
};

}  // namespace sdk_v1
}  // namespace griot
