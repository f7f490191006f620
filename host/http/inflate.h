#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace griot::http {

enum class Decode {
  kOk,
  kUnsupported,  // an encoding other than gzip, deflate and identity
  kTooLarge,     // past the cap, or so much larger than it came that it can only be an attack
  kBad,          // not what it says to be, cut short, or followed by something else
};

// Undoes `encoding` (the value of Content-Encoding) into `out`, which never grows past `max`.
// Thread-safe.
Decode Inflate(std::string_view encoding, std::string_view data, size_t max, std::string& out);

}  // namespace griot::http
