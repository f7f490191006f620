// Numbers with a unit: what the options' formats "size" and "duration" are.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace griot {
inline namespace sdk_v1 {
namespace detail {

struct Unit {
  std::string_view name;
  uint64_t factor;
};

inline constexpr Unit kSizes[] = {{"B", 1},
                                  {"KB", 1'000},
                                  {"MB", 1'000'000},
                                  {"GB", 1'000'000'000},
                                  {"TB", 1'000'000'000'000},
                                  {"KiB", uint64_t{1} << 10},
                                  {"MiB", uint64_t{1} << 20},
                                  {"GiB", uint64_t{1} << 30},
                                  {"TiB", uint64_t{1} << 40}};

// In nanoseconds.
inline constexpr Unit kDurations[] = {{"ns", 1},
                                      {"us", 1'000},
                                      {"ms", 1'000'000},
                                      {"s", 1'000'000'000},
                                      {"m", 60'000'000'000},
                                      {"h", 3'600'000'000'000},
                                      {"d", 86'400'000'000'000}};

// Digits and a unit without anything between; nothing when it is none, or too large for 63 bits.
template <size_t kCount>
std::optional<uint64_t> Measure(std::string_view text, const Unit (&units)[kCount]) {
  uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc()) return std::nullopt;
  for (const Unit& unit : units) {
    if (unit.name != std::string_view(rest, static_cast<size_t>(end - rest))) continue;
    if (number > uint64_t{INT64_MAX} / unit.factor) return std::nullopt;
    return number * unit.factor;
  }
  return std::nullopt;
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace griot
