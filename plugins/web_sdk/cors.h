#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "griot/plugin.hpp"

namespace griot::web_sdk {

// The origin to reflect: a browser's pages may post from anywhere, since it is the key that counts.
// Credentials are allowed because sendBeacon always asks for them; no cookie is ever read here.
// Empty for clients that are no browser, or send what is no origin.
inline std::string_view OriginOf(const Request& request) {
  const std::string_view origin = request.Header("Origin").value_or("");
  return origin.size() <= 255 ? origin : std::string_view();
}

// Answers with the CORS headers, a JSON body (none with 204), and Retry-After with 503.
inline void Answer(const Reply& reply, int status, std::string_view origin, std::string_view body,
                   bool preflight = false) {
  std::array<griot_header, 8> headers;
  uint32_t count = 0;
  const auto add = [&](std::string_view name, std::string_view value) {
    headers[count++] = {Str(name), Str(value)};
  };
  add("Access-Control-Allow-Origin", origin.empty() ? "*" : origin);
  add("Vary", "Origin");
  if (!origin.empty()) add("Access-Control-Allow-Credentials", "true");
  if (!body.empty()) add("Content-Type", "application/json");
  if (status == 503) add("Retry-After", "1");
  if (preflight) {
    add("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
    add("Access-Control-Allow-Headers", "Content-Type, X-Write-Key, X-Griot-Signature");
    add("Access-Control-Max-Age", "86400");
  }
  detail::Http()->answer(reply.raw(), status, headers.data(), count, Str(body));
}

}  // namespace griot::web_sdk
