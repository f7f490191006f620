#pragma once

// Numbers as text: the grammar of RFC 8259, and the limits of Postgres' `numeric`, which is what
// jsonb keeps them in. Nothing is converted. Pure functions, safe from any thread.

#include <cstdint>
#include <string_view>

namespace griot {
inline namespace sdk_v1 {
namespace json::detail {

inline bool IsDigit(char c) noexcept { return c >= '0' && c <= '9'; }

struct NumberScan {
  const char* at;  // just after the number, or where it stops being one
  bool ok;
  bool integer;  // neither fraction nor exponent
  bool exponent;
};

inline NumberScan ScanNumber(const char* p, const char* end) noexcept {
  NumberScan scan{p, false, true, false};
  const auto digits = [&p, end] {
    const char* const first = p;
    while (p != end && IsDigit(*p)) ++p;
    return p != first;
  };
  if (p != end && *p == '-') ++p;
  if (p != end && *p == '0') {
    ++p;  // a leading zero stands alone
  } else if (!digits()) {
    scan.at = p;
    return scan;
  }
  if (p != end && *p == '.') {
    ++p;
    scan.integer = false;
    if (!digits()) {
      scan.at = p;
      return scan;
    }
  }
  if (p != end && (*p == 'e' || *p == 'E')) {
    ++p;
    scan.integer = false;
    scan.exponent = true;
    if (p != end && (*p == '+' || *p == '-')) ++p;
    if (!digits()) {
      scan.at = p;
      return scan;
    }
  }
  scan.at = p;
  scan.ok = true;
  return scan;
}

// The parts of a number that decide whether `numeric` holds it.
struct NumberShape {
  std::int64_t whole = 0;     // digits before the point
  std::int64_t fraction = 0;  // digits after it
  std::int64_t zeros = 0;     // zeros in front of the first other digit, over both parts
  std::int64_t exponent = 0;  // held at ±2^31 when beyond
  bool zero = true;           // no digit but 0
};

inline NumberShape ShapeOf(std::string_view number) noexcept {
  NumberShape shape;
  std::int64_t* part = &shape.whole;
  std::size_t i = 0;
  for (; i < number.size() && number[i] != 'e' && number[i] != 'E'; ++i) {
    const char c = number[i];
    if (c == '.') part = &shape.fraction;
    if (!IsDigit(c)) continue;
    ++*part;
    if (c != '0') shape.zero = false;
    if (shape.zero) ++shape.zeros;
  }
  bool negative = false;
  constexpr std::int64_t kMost = std::int64_t{1} << 31;
  for (; i < number.size(); ++i) {
    const char c = number[i];
    if (c == '-') negative = true;
    if (!IsDigit(c)) continue;
    shape.exponent = shape.exponent * 10 + (c - '0');
    if (shape.exponent > kMost) shape.exponent = kMost;
  }
  if (negative) shape.exponent = -shape.exponent;
  return shape;
}

constexpr std::int64_t kNumericWhole = 131072;    // digits before the point: a weight is an int16
constexpr std::int64_t kNumericFraction = 16383;  // digits after it: a scale has 14 bits

// Whether `numeric` of Postgres 15 takes this number, as numeric_in decides it: even 0e-16384 is
// refused, because the scale is kept with the zero, and any exponent from INT_MAX / 2 on.
inline bool FitsNumeric(const NumberShape& shape) noexcept {
  constexpr std::int64_t kExponent = 0x7FFFFFFF / 2;
  if (shape.exponent >= kExponent || shape.exponent <= -kExponent) return false;
  if (shape.fraction - shape.exponent > kNumericFraction) return false;
  return shape.zero || shape.whole - shape.zeros + shape.exponent <= kNumericWhole;
}

// How many bytes Postgres prints for a number that fits: 1e100000 stands in full.
inline std::uint64_t PrintedSize(const NumberShape& shape) noexcept {
  const std::int64_t whole = shape.zero ? 1 : shape.whole - shape.zeros + shape.exponent;
  const std::int64_t fraction = shape.fraction - shape.exponent;
  return 2 + static_cast<std::uint64_t>((whole > 1 ? whole : 1) + (fraction > 0 ? fraction : 0));
}

}  // namespace json::detail
}  // namespace sdk_v1
}  // namespace griot
