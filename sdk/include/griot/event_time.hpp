#pragma once

// When an event happened, by what its client says and when it was heard: one rule for every door.

#include <optional>

#include "griot/time.hpp"

namespace griot {
inline namespace sdk_v1 {

constexpr Micros kEarliestEvent = 946'684'800 * kSecond;  // 2000-01-01
constexpr Micros kMostAhead = 5 * kMinute;

struct EventTime {
  Micros occurred_at;
  bool believed;  // false: what was said is to be kept in the event's context
};

// `said` is the client's time of the event, `sent` its clock when it sent it: their distance holds
// even where the clock is wrong. Without either, or when the result lies more than five minutes
// ahead or before 2000, it is the time of arrival. Pure.
inline EventTime OccurredAt(std::optional<Micros> said, std::optional<Micros> sent,
                            Micros received) noexcept {
  if (!said) return {received, false};
  const Micros time = sent ? received - (*sent - *said) : *said;
  if (time > received + kMostAhead || time < kEarliestEvent) return {received, false};
  return {time, true};
}

}  // namespace sdk_v1
}  // namespace griot
