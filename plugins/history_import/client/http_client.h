#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "plugins/history_import/client/address.h"

namespace griot::history_import {

// What a request came to. Status 0: nobody answered, and `body` says why.
struct HttpAnswer {
  int status = 0;
  int retry_after = 0;  // seconds; 0: it does not say
  std::string body;
};

// One kept connection that posts to one place, over TLS (certificate and name checked) or not. Each
// call ends within a minute. One thread.
class HttpClient {
 public:
  HttpClient(Address address, std::string key);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // A connection that the other side closed meanwhile is opened anew.
  HttpAnswer Post(std::string_view body);

 private:
  class Connection;
  template <class Stream>
  class ConnectionOver;

  const Address address_;
  const std::string key_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace griot::history_import
