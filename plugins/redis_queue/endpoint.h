// Where Redis listens, out of the option `url`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace griot::redis_queue {

// Plain data.
struct Endpoint {
  std::string host;  // empty: `path` is a Unix socket
  int port = 6379;
  std::string path;
  std::string user;
  std::string password;
  int db = 0;

  // For messages: never the password.
  std::string Shown() const;
};

// redis://[[user:]password@]host[:port][/db] (host may be [::1]) or
// unix://[[user:]password@]/path[?db=N], with %XX in user and password. On failure answers nothing
// and sets `*why`, which quotes nothing secret.
std::optional<Endpoint> ParseUrl(std::string_view url, std::string* why);

}  // namespace griot::redis_queue
