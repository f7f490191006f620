#pragma once

// Times as microseconds since 1970-01-01T00:00:00Z: read, written, and nothing else. No locale, no
// time zone of the process, no allocation. Pure functions, safe from any thread.
//
// The range is the years 0001 to 9999; what lies outside is refused.

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "griot/detail/civil.hpp"  // IWYU pragma: export
#include "griot/detail/time_reader.hpp"

namespace griot {
inline namespace sdk_v1 {

inline Micros Now() noexcept {
  std::timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return std::int64_t{now.tv_sec} * kSecond + now.tv_nsec / 1000;
}

namespace detail {

inline std::optional<Micros> InRange(Micros time) noexcept {
  if (time < kMinTime || time > kMaxTime) return std::nullopt;
  return time;
}

}  // namespace detail

// ISO 8601 as RFC 3339 and what is commonly sent beside it: a date alone, 'T' or a space before the
// time, seconds and zone optional. 2024-02-30, 24:00 and any text before or after are refused.
inline std::optional<Micros> ParseIso(std::string_view text) noexcept {
  detail::TimeReader reader{text};
  Micros date = 0;
  if (!reader.Date(&date)) return std::nullopt;
  if (reader.rest.empty()) return date;
  if (!reader.Char('T') && !reader.Char('t') && !reader.Char(' ')) return std::nullopt;
  Micros clock = 0;
  Micros offset = 0;
  if (!reader.Clock(&clock) || !reader.Zone(&offset) || !reader.rest.empty()) return std::nullopt;
  return detail::InRange(date + clock - offset);
}

// A count since 1970 whose unit its size tells: below 10^11 seconds (until the year 5138), below
// 10^14 milliseconds, below 10^17 microseconds, else nanoseconds.
inline std::optional<Micros> EpochToMicros(std::int64_t count) noexcept {
  // Not by negation, which the smallest number does not have.
  const auto within = [count](std::int64_t bound) { return count < bound && count > -bound; };
  if (within(100'000'000'000)) return detail::InRange(count * kSecond);
  if (within(100'000'000'000'000)) return detail::InRange(count * 1000);
  if (within(100'000'000'000'000'000)) return detail::InRange(count);
  return detail::InRange(count / 1000 - (count % 1000 < 0 ? 1 : 0));
}

// The same as a text: [-]digits[.digits]. A fraction is one of that unit (1700000000.25 is
// 250 ms past the second); what is finer than a microsecond is cut off.
inline std::optional<Micros> ParseEpoch(std::string_view text) noexcept {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (whole.empty() || whole.size() > 18 + 1) return std::nullopt;
  std::uint64_t count = 0;
  for (const char c : whole) {
    if (c < '0' || c > '9') return std::nullopt;
    count = count * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (count > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
  const auto signed_count = static_cast<std::int64_t>(count);
  const auto time = EpochToMicros(negative ? -signed_count : signed_count);
  if (point == std::string_view::npos || !time) return time;
  detail::TimeReader reader{text.substr(point + 1)};
  Micros fraction = 0;  // of the unit, in millionths
  if (!reader.Fraction(&fraction) || !reader.rest.empty()) return std::nullopt;
  if (count >= 100'000'000'000) fraction = count < 100'000'000'000'000 ? fraction / 1000 : 0;
  return detail::InRange(negative ? *time - fraction : *time + fraction);
}

// Whichever of the two it is.
inline std::optional<Micros> ParseTime(std::string_view text) noexcept {
  const auto iso = ParseIso(text);
  return iso ? iso : ParseEpoch(text);
}

constexpr std::size_t kIsoMillisSize = 24;  // 2024-05-06T07:08:09.123Z
constexpr std::size_t kIsoMicrosSize = 27;  // 2024-05-06T07:08:09.123456Z

namespace detail {

inline char* PutDigits(char* out, std::int64_t value, int count) noexcept {
  for (int i = count - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return out + count;
}

inline void FormatIso(Micros time, char* out, bool millis) noexcept {
  if (time < kMinTime) time = kMinTime;
  if (time > kMaxTime) time = kMaxTime;
  const Micros days = (time - kMinTime) / kDay;
  const Micros clock = (time - kMinTime) % kDay;
  const CivilDay day = CivilFromDays(days + kMinTime / kDay);
  const auto part = [&out](std::int64_t value, int count, char after) {
    out = PutDigits(out, value, count);
    *out++ = after;
  };
  part(day.year, 4, '-');
  part(day.month, 2, '-');
  part(day.day, 2, 'T');
  part(clock / kHour, 2, ':');
  part(clock / kMinute % 60, 2, ':');
  part(clock / kSecond % 60, 2, '.');
  if (millis) {
    part(clock % kSecond / 1000, 3, 'Z');
  } else {
    part(clock % kSecond, 6, 'Z');
  }
}

}  // namespace detail

// Writes the time in UTC, without a terminating zero. One out of range becomes the nearest in it.
inline void FormatIsoMicros(Micros time, char (&out)[kIsoMicrosSize]) noexcept {
  detail::FormatIso(time, out, false);
}
inline void FormatIsoMillis(Micros time, char (&out)[kIsoMillisSize]) noexcept {
  detail::FormatIso(time, out, true);
}

// The same as a string, microseconds included.
inline std::string IsoString(Micros time) {
  char text[kIsoMicrosSize];
  FormatIsoMicros(time, text);
  return std::string(text, sizeof(text));
}

}  // namespace sdk_v1
}  // namespace griot
