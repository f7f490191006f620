#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace griot::segment_api {

// Segment's calls, in the order of kCalls.
enum class Call : uint8_t { kTrack, kPage, kScreen, kIdentify, kGroup, kAlias, kBatch };

struct CallNames {
  std::string_view word;    // as servers call it, and as an event's `type`
  std::string_view letter;  // as browsers do
  std::string_view event;   // the event's name here; empty: what the client says
};
inline constexpr std::array<CallNames, 7> kCalls = {{{"track", "t", ""},
                                                     {"page", "p", "page_view"},
                                                     {"screen", "s", "screen_view"},
                                                     {"identify", "i", "identify"},
                                                     {"group", "g", "group"},
                                                     {"alias", "a", "alias"},
                                                     {"batch", "b", ""}}};

constexpr const CallNames& NamesOf(Call call) { return kCalls[static_cast<size_t>(call)]; }

// By the last part of a path.
constexpr std::optional<Call> CallOfPath(std::string_view last) {
  for (size_t i = 0; i < kCalls.size(); ++i) {
    if (kCalls[i].word == last || kCalls[i].letter == last) return static_cast<Call>(i);
  }
  return std::nullopt;
}

}  // namespace griot::segment_api
