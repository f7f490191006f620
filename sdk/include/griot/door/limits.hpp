#pragma once

// What no door lets in, whatever its format.

#include <cstddef>
#include <string_view>

#include "griot/door/report.hpp"
#include "griot/json.hpp"

namespace griot {
inline namespace sdk_v1 {

constexpr std::size_t kMostChars = 200;  // of names and ids
constexpr std::size_t kMostChannelChars = 64;

// Whether the text has more characters than that.
inline bool Longer(std::string_view text, std::size_t most) {
  if (text.size() <= most) return false;
  std::size_t chars = 0;
  for (const char c : text) chars += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return chars > most;
}

// Whether one event's JSON fits the limit and a jsonb column; else says why not.
inline bool FitsStore(json::Value event, std::size_t max_event, Refusal* why) {
  if (event.raw().size() > max_event) {
    why->error = "the event is too long";
    return false;
  }
  if (!event.jsonb_ok()) {
    event.FirstBad(&why->field, &why->error);
    return false;
  }
  // An exponent makes a short number long once it is stored: 1e100000 is 100 kB there.
  if (event.JsonbTextBound() > 4 * max_event) {
    why->error = "its numbers are too long once stored";
    return false;
  }
  return true;
}

}  // namespace sdk_v1
}  // namespace griot
