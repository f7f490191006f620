// Where Redis listens, out of an option such as `url`.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace griot {
inline namespace sdk_v1 {

// Plain data.
struct RedisUrl {
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
inline std::optional<RedisUrl> ParseRedisUrl(std::string_view url, std::string* why);

namespace detail::redis_url {

inline constexpr char kBadEscape[] = "has a broken %XX in its user or password";

inline bool Number(std::string_view text, int min, int max, int* out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  return error == std::errc() && end == text.data() + text.size() && *out >= min && *out <= max;
}

inline bool Decode(std::string_view text, std::string* out) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out->push_back(text[i]);
      continue;
    }
    unsigned byte = 0;
    const char* const from = text.data() + i + 1;
    if (i + 2 >= text.size() || std::from_chars(from, from + 2, byte, 16).ptr != from + 2) {
      return false;
    }
    out->push_back(static_cast<char>(byte));
    i += 2;
  }
  return true;
}

inline bool ReadCredentials(std::string_view text, RedisUrl* to) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return Decode(text, &to->password);
  return Decode(text.substr(0, colon), &to->user) && Decode(text.substr(colon + 1), &to->password);
}

inline bool ReadHost(std::string_view text, RedisUrl* to) {
  size_t colon = text.find(':');
  if (text.starts_with('[')) {
    const size_t close = text.find(']');
    if (close == std::string_view::npos) return false;
    to->host = text.substr(1, close - 1);
    colon = close + 1 < text.size() ? close + 1 : std::string_view::npos;
    if (colon != std::string_view::npos && text[colon] != ':') return false;
  } else {
    to->host = text.substr(0, colon);
  }
  if (to->host.empty()) return false;
  return colon == std::string_view::npos || Number(text.substr(colon + 1), 1, 65535, &to->port);
}

inline std::optional<RedisUrl> ParseUnix(std::string_view rest, std::string* why) {
  RedisUrl to;
  if (const size_t at = rest.find('@'); !rest.starts_with('/') && at != std::string_view::npos) {
    if (!ReadCredentials(rest.substr(0, at), &to)) {
      *why = kBadEscape;
      return std::nullopt;
    }
    rest.remove_prefix(at + 1);
  }
  const size_t query = rest.find("?db=");
  to.path = rest.substr(0, query);
  if (to.path.empty() || to.path[0] != '/') {
    *why = "needs an absolute path, for instance unix:///run/redis/redis.sock";
    return std::nullopt;
  }
  if (query != std::string_view::npos && !Number(rest.substr(query + 4), 0, 65535, &to.db)) {
    *why = "has a database after ?db= that is no number";
    return std::nullopt;
  }
  return to;
}

}  // namespace detail::redis_url

inline std::string RedisUrl::Shown() const {
  if (host.empty()) return path;
  const bool bare = host.find(':') == std::string::npos;
  return (bare ? host : "[" + host + "]") + ":" + std::to_string(port);
}

inline std::optional<RedisUrl> ParseRedisUrl(std::string_view url, std::string* why) {
  constexpr std::string_view kTcp = "redis://", kUnix = "unix://";
  if (url.starts_with(kUnix)) return detail::redis_url::ParseUnix(url.substr(kUnix.size()), why);
  if (!url.starts_with(kTcp)) {
    *why =
        "is neither redis://[user:password@]host:port[/db] nor "
        "unix://[user:password@]/path";
    return std::nullopt;
  }
  std::string_view rest = url.substr(kTcp.size());
  RedisUrl to;
  if (const size_t at = rest.rfind('@'); at != std::string_view::npos) {
    if (!detail::redis_url::ReadCredentials(rest.substr(0, at), &to)) {
      *why = detail::redis_url::kBadEscape;
      return std::nullopt;
    }
    rest.remove_prefix(at + 1);
  }
  const size_t slash = rest.find('/');
  const std::string_view db = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
  if (!detail::redis_url::ReadHost(rest.substr(0, slash), &to)) {
    *why = "has no host, or a port that is none";
    return std::nullopt;
  }
  if (!db.empty() && !detail::redis_url::Number(db, 0, 65535, &to.db)) {
    *why = "has a database that is no number";
    return std::nullopt;
  }
  return to;
}

}  // namespace sdk_v1
}  // namespace griot
