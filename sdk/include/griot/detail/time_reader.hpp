#pragma once

#include <cstddef>
#include <string_view>

#include "griot/detail/civil.hpp"

namespace griot {
inline namespace sdk_v1 {

namespace detail {

// Takes the parts of a time from the front of a text.
struct TimeReader {
  std::string_view rest;

  bool Char(char c) noexcept {
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  }

  // Exactly `count` digits, as a number in [low, high].
  bool Digits(std::size_t count, int low, int high, int* out) noexcept {
    if (rest.size() < count) return false;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest[i] < '0' || rest[i] > '9') return false;
      value = value * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(count);
    *out = value;
    return value >= low && value <= high;
  }

  bool Date(Micros* out) noexcept {
    int year = 0;
    int month = 0;
    int day = 0;
    if (!Digits(4, 1, 9999, &year) || !Char('-') || !Digits(2, 1, 12, &month) || !Char('-') ||
        !Digits(2, 1, DaysInMonth(year, month), &day)) {
      return false;
    }
    *out = DaysFromCivil(year, month, day) * kDay;
    return true;
  }

  // hh:mm[:ss[.f…]]. A leap second is the last microsecond before it.
  bool Clock(Micros* out) noexcept {
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!Digits(2, 0, 23, &hour) || !Char(':') || !Digits(2, 0, 59, &minute)) return false;
    Micros fraction = 0;
    if (Char(':')) {
      if (!Digits(2, 0, 60, &second)) return false;
      if (Char('.') && !Fraction(&fraction)) return false;
    }
    if (second == 60) {
      second = 59;
      fraction = kSecond - 1;
    }
    *out = hour * kHour + minute * kMinute + second * kSecond + fraction;
    return true;
  }

  // 1 to 9 digits; what is finer than a microsecond is cut off.
  bool Fraction(Micros* out) noexcept {
    std::size_t count = 0;
    Micros value = 0;
    for (; !rest.empty() && rest[0] >= '0' && rest[0] <= '9'; ++count) {
      if (count < 6) value = value * 10 + (rest[0] - '0');
      rest.remove_prefix(1);
    }
    for (std::size_t i = count; i < 6; ++i) value *= 10;
    *out = value;
    return count >= 1 && count <= 9;
  }

  // Z, ±hh:mm, ±hhmm, ±hh, or nothing, which is UTC.
  bool Zone(Micros* offset) noexcept {
    *offset = 0;
    if (rest.empty() || Char('Z') || Char('z')) return true;
    const bool west = rest[0] == '-';
    if (!west && rest[0] != '+') return false;
    rest.remove_prefix(1);
    int hour = 0;
    int minute = 0;
    if (!Digits(2, 0, 23, &hour)) return false;
    const bool colon = Char(':');
    if ((colon || !rest.empty()) && !Digits(2, 0, 59, &minute)) return false;
    *offset = (hour * kHour + minute * kMinute) * (west ? -1 : 1);
    return true;
  }
};

}  // namespace detail

}  // namespace sdk_v1
}  // namespace griot
