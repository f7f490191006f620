#include "host/config/units.h"

#include <algorithm>

#include "griot/detail/units.hpp"

namespace griot::config {

// The plugins read what this lets pass, so it is one reader for both.
std::optional<uint64_t> ParseSize(std::string_view text) {
  return detail::Measure(text, detail::kSizes);
}

std::optional<uint64_t> ParseDuration(std::string_view text) {
  return detail::Measure(text, detail::kDurations);
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
