#include "plugins/dashboard/auth/front.h"

#include <algorithm>

#include "griot/cpp/status.hpp"

namespace griot::dashboard {
namespace {

// Browsers take a cookie of the first name only over TLS, for the whole host and from nobody else's
// subdomain.
constexpr std::string_view kSecureName = "__Host-griot", kPlainName = "griot";
constexpr std::string_view kMaxAge = "2592000";  // 30 days, as kSignInLives says

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

std::string_view Trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

Sent Sent::Of(const Request& request) {
  const auto read = [&](std::string_view name) { return request.Header(name).value_or(""); };
  return {read("Cookie"), read("Origin"), read("Host"), read("X-Forwarded-Proto")};
}

Sent Sent::Of(const Call& call) {
  return {call.Header("Cookie"), call.Header("Origin"), call.Header("Host"),
          call.Header("X-Forwarded-Proto")};
}

Front::Front(std::string_view public_url) : origin_(Lower(public_url)) {
  while (origin_.ends_with('/')) origin_.pop_back();
  if (origin_.empty()) return;
  const bool http = origin_.starts_with("http://"), https = origin_.starts_with("https://");
  const std::string_view host = std::string_view(origin_).substr(http ? 7 : https ? 8 : 0);
  if ((!http && !https) || host.empty() ||
      host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:[]") !=
          std::string_view::npos) {
    throw OptionError("public_url: scheme and host, as https://griot.example.com");
  }
}

bool Front::IsSecure(const Sent& sent) const {
  if (!origin_.empty()) return origin_.starts_with("https:");
  return sent.proto == "https";
}

bool Front::IsSameOrigin(const Sent& sent) const {
  const std::string origin = Lower(sent.origin);
  if (origin.empty()) return false;
  if (!origin_.empty()) return origin == origin_;
  const std::string host = Lower(sent.host);
  return !host.empty() && (origin == "http://" + host || origin == "https://" + host);
}

std::optional<std::string_view> Front::ReadCookie(const Sent& sent) const {
  const std::string_view wanted = IsSecure(sent) ? kSecureName : kPlainName;
  std::string_view rest = sent.cookie;
  while (!rest.empty()) {
    const std::string_view pair = Trim(rest.substr(0, rest.find(';')));
    rest.remove_prefix(std::min(rest.size(), rest.find(';')));
    if (rest.starts_with(';')) rest.remove_prefix(1);
    const size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == wanted) {
      return pair.substr(equals + 1);
    }
  }
  return std::nullopt;
}

std::string Front::WriteCookie(const Sent& sent, std::string_view value) const {
  const bool secure = IsSecure(sent);
  std::string text(secure ? kSecureName : kPlainName);
  text.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=");
  text.append(value.empty() ? "0" : kMaxAge);
  if (secure) text.append("; Secure");
  return text;
}

}  // namespace griot::dashboard
