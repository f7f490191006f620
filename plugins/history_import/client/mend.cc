#include "plugins/history_import/client/mend.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace griot::history_import {
namespace {

constexpr std::string_view kReplacement = "\\ufffd";
constexpr size_t kEscapeSize = kReplacement.size();

// The code unit of the escape \uXXXX at `at`.
std::optional<unsigned> UnitAt(std::string_view text, size_t at) {
  if (at + kEscapeSize > text.size() || text[at] != '\\' || text[at + 1] != 'u')
    return std::nullopt;
  unsigned unit = 0;
  const char* const begin = text.data() + at + 2;
  const auto read = std::from_chars(begin, begin + 4, unit, 16);
  return read.ptr == begin + 4 ? std::optional(unit) : std::nullopt;
}

bool IsHigh(unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool IsLow(unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

bool MendEscapes(std::string* json) {
  bool mended = false;
  for (size_t at = json->find('\\'); at != std::string::npos; at = json->find('\\', at)) {
    const auto unit = UnitAt(*json, at);
    if (!unit) {
      at += 2;  // another escape: what follows the backslash begins none
      continue;
    }
    if (IsHigh(*unit)) {
      const auto next = UnitAt(*json, at + kEscapeSize);
      if (next && IsLow(*next)) {
        at += 2 * kEscapeSize;
        continue;
      }
    }
    if (*unit == 0 || IsHigh(*unit) || IsLow(*unit)) {
      json->replace(at, kEscapeSize, kReplacement);
      mended = true;
    }
    at += kEscapeSize;
  }
  return mended;
}

}  // namespace griot::history_import
