#pragma once

// Answers that pages of other origins may read.

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "griot/cpp/http.hpp"

namespace griot {
inline namespace sdk_v1 {

// The origin to reflect: a browser's pages may post from anywhere, since it is the key that counts.
// Credentials are allowed because sendBeacon always asks for them; no cookie is ever read here.
// Empty for clients that are no browser, or send what is no origin.
inline std::string_view OriginOf(const Request& request) {
  const std::string_view origin = request.Header("Origin").value_or("");
  return origin.size() <= 255 ? origin : std::string_view();
}

namespace detail {

// The headers of one answer, on the stack.
class CorsHeaders {
 public:
  explicit CorsHeaders(std::string_view origin) {
    Add("Access-Control-Allow-Origin", origin.empty() ? "*" : origin);
    Add("Vary", "Origin");
    if (!origin.empty()) Add("Access-Control-Allow-Credentials", "true");
  }
  void Add(std::string_view name, std::string_view value) {
    list_[count_++] = {Str(name), Str(value)};
  }
  void Answer(const Reply& reply, int status, std::string_view body) const {
    Http()->answer(reply.raw(), status, list_.data(), count_, Str(body));
  }

 private:
  std::array<griot_header, 8> list_;
  std::uint32_t count_ = 0;
};

}  // namespace detail

// Answers with a JSON body, and Retry-After (in seconds) with 429 and 503. `cache` is for
// Cache-Control, if not empty.
inline void AnswerOrigin(const Reply& reply, int status, std::string_view origin,
                         std::string_view body, std::string_view cache = {},
                         std::uint32_t retry_after = 1) {
  detail::CorsHeaders headers(origin);
  if (!body.empty()) headers.Add("Content-Type", "application/json");
  std::array<char, 10> seconds;
  if (status == 429 || status == 503) {
    const char* const end =
        std::to_chars(seconds.data(), seconds.data() + seconds.size(), retry_after).ptr;
    headers.Add("Retry-After", {seconds.data(), static_cast<std::size_t>(end - seconds.data())});
    headers.Add("Access-Control-Expose-Headers", "Retry-After");
  }
  if (!cache.empty()) headers.Add("Cache-Control", cache);
  headers.Answer(reply, status, body);
}

// Answers a preflight; `allowed` are the request headers that pages may send.
inline void AnswerPreflight(const Reply& reply, std::string_view origin, std::string_view allowed) {
  detail::CorsHeaders headers(origin);
  headers.Add("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
  headers.Add("Access-Control-Allow-Headers", allowed);
  headers.Add("Access-Control-Max-Age", "86400");
  headers.Answer(reply, 204, {});
}

}  // namespace sdk_v1
}  // namespace griot
