#pragma once

// A request's body, or the answer to one that cannot be read.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "griot/cpp/http.hpp"

namespace griot {
inline namespace sdk_v1 {

// An answer other than success. Plain data.
struct Denial {
  int status = 0;
  std::string message;
  std::uint32_t retry_after = 1;  // seconds; said with 429 and 503
};

// The body without its Content-Encoding, at most `max` bytes of it; else why not.
inline std::optional<Denial> ReadBody(const Request& request, std::uint64_t max,
                                      std::string_view* body) {
  switch (request.DecodedBody(max, body)) {
    case GRIOT_OK:
      break;
    case GRIOT_BUSY:
      return Denial{413, "the body is longer than " + std::to_string(max) + " bytes, unpacked"};
    case GRIOT_UNSUPPORTED:
      return Denial{415, "this Content-Encoding is not supported: send gzip, or none"};
    default:
      return Denial{400, "the body does not unpack by its Content-Encoding"};
  }
  if (body->empty()) return Denial{400, "the body is empty"};
  return std::nullopt;
}

}  // namespace sdk_v1
}  // namespace griot
