#include "host/config/units.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace griot::config {
namespace {

struct Unit {
  std::string_view name;
  uint64_t factor;
};

template <size_t N>
std::optional<uint64_t> Parse(std::string_view text, const Unit (&units)[N]) {
  uint64_t count = 0;
  auto [rest, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (fault != std::errc{}) return std::nullopt;
  std::string_view name = text.substr(static_cast<size_t>(rest - text.data()));
  constexpr uint64_t kMost = std::numeric_limits<int64_t>::max();
  for (const Unit& unit : units) {
    if (unit.name != name) continue;
    if (count > kMost / unit.factor) return std::nullopt;
    return count * unit.factor;
  }
  return std::nullopt;
}

}  // namespace

std::optional<uint64_t> ParseSize(std::string_view text) {
  constexpr uint64_t kOne = 1;
  static constexpr Unit kUnits[] = {{"B", 1},
                                    {"KB", 1'000},
                                    {"MB", 1'000'000},
                                    {"GB", 1'000'000'000},
                                    {"TB", 1'000'000'000'000},
                                    {"KiB", kOne << 10},
                                    {"MiB", kOne << 20},
                                    {"GiB", kOne << 30},
                                    {"TiB", kOne << 40}};
  return Parse(text, kUnits);
}

std::optional<uint64_t> ParseDuration(std::string_view text) {
  constexpr uint64_t kSecond = 1'000'000'000;
  static constexpr Unit kUnits[] = {
      {"ns", 1},           {"us", 1'000},         {"ms", 1'000'000},     {"s", kSecond},
      {"m", 60 * kSecond}, {"h", 3600 * kSecond}, {"d", 86400 * kSecond}};
  return Parse(text, kUnits);
}

bool IsUri(std::string_view text) {
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  auto scheme = [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  };
  size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon + 1 == text.size() || !letter(text[0])) return false;
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), scheme) &&
         std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c <= ' '; });
}

}  // namespace griot::config
