#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "griot/cpp/http.hpp"
#include "plugins/dashboard/api/call.h"

namespace griot::dashboard {

// What a request's headers say of where it comes from. Views into the request.
struct Sent {
  static Sent Of(const Request& request);
  static Sent Of(const Call& call);

  std::string_view cookie, origin, host, proto;
};

// How browsers reach griot. Unchanging, so safe from any thread.
class Front {
 public:
  // `public_url`: "https://griot.example.com", or empty: whatever the request says. Throws
  // OptionError when it is no origin.
  explicit Front(std::string_view public_url);

  // Whether the browser came by TLS. Without a public_url the proxy in front says so; who lies
  // about it only harms their own cookie.
  bool IsSecure(const Sent& sent) const;

  // Whether a page of griot's own sent this, as the browser says it (Origin). What changes
  // something by a cookie's right has to come from one.
  bool IsSameOrigin(const Sent& sent) const;

  // What the sign-in cookie holds; nullopt: there is none.
  std::optional<std::string_view> ReadCookie(const Sent& sent) const;
  // The value of Set-Cookie that keeps this, or ends the cookie where it is empty.
  std::string WriteCookie(const Sent& sent, std::string_view value) const;

  const std::string& origin() const { return origin_; }  // empty: not known

 private:
  std::string origin_;
};

}  // namespace griot::dashboard
