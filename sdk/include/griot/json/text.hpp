#pragma once

// The text of JSON strings: escapes, and comparing a name as it stands in the text with what is
// looked for. Pure functions, total over any input, safe from any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "griot/json/utf8.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace json::detail {

inline const char* SkipSpace(const char* p, const char* end) noexcept {
  while (p != end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) ++p;
  return p;
}

inline int HexDigit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The value of four hex digits at p, or -1.
inline int Hex4(const char* p, const char* end) noexcept {
  if (end - p < 4) return -1;
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = HexDigit(p[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

inline bool IsHighSurrogate(int unit) noexcept { return unit >= 0xD800 && unit <= 0xDBFF; }
inline bool IsLowSurrogate(int unit) noexcept { return unit >= 0xDC00 && unit <= 0xDFFF; }

// What one escape stands for. next is null when it is none; a surrogate without its other half
// gives lone = true and U+FFFD.
struct Escape {
  const char* next;
  std::uint32_t code;
  bool lone;
};

// Requires *p == '\\'.
inline Escape ReadEscape(const char* p, const char* end) noexcept {
  if (end - p < 2) return {nullptr, 0, false};
  switch (p[1]) {
    case '"':
    case '\\':
    case '/':
      return {p + 2, static_cast<unsigned char>(p[1]), false};
    case 'b':
      return {p + 2, '\b', false};
    case 'f':
      return {p + 2, '\f', false};
    case 'n':
      return {p + 2, '\n', false};
    case 'r':
      return {p + 2, '\r', false};
    case 't':
      return {p + 2, '\t', false};
    case 'u':
      break;
    default:
      return {nullptr, 0, false};
  }
  const int unit = Hex4(p + 2, end);
  if (unit < 0) return {nullptr, 0, false};
  p += 6;
  if (IsLowSurrogate(unit)) return {p, 0xFFFD, true};
  if (!IsHighSurrogate(unit)) return {p, static_cast<std::uint32_t>(unit), false};
  const int low = end - p >= 6 && p[0] == '\\' && p[1] == 'u' ? Hex4(p + 2, end) : -1;
  if (!IsLowSurrogate(low)) return {p, 0xFFFD, true};
  return {p + 6, static_cast<std::uint32_t>(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)),
          false};
}

// Writes what `raw` (the inside of a string, without its quotes) stands for to out, which has room
// for raw.size() bytes: no escape is shorter than what it means. Returns the bytes written.
inline std::size_t Unescape(std::string_view raw, char* out) noexcept {
  const char* p = raw.data();
  const char* const end = p + raw.size();
  char* const begin = out;
  while (p != end) {
    if (*p != '\\') {
      *out++ = *p++;
      continue;
    }
    const Escape escape = ReadEscape(p, end);
    if (escape.next == nullptr) break;  // only a text that nobody validated gets here
    out += PutUtf8(out, escape.code);
    p = escape.next;
  }
  return static_cast<std::size_t>(out - begin);
}

// One segment of a path. `tilde` says that ~0 and ~1 in it stand for '~' and '/' (RFC 6901).
struct Segment {
  std::string_view text;
  bool tilde = false;
};

// Takes one byte from the front of a segment that has one.
inline char Take(Segment& segment) noexcept {
  char c = segment.text.front();
  if (segment.tilde && c == '~' && segment.text.size() > 1) {
    segment.text.remove_prefix(1);
    c = segment.text.front() == '1' ? '/' : '~';
  }
  segment.text.remove_prefix(1);
  return c;
}

inline bool SameSegment(Segment a, Segment b) noexcept {
  if (!a.tilde && !b.tilde) return a.text == b.text;
  while (!a.text.empty() && !b.text.empty()) {
    if (Take(a) != Take(b)) return false;
  }
  return a.text.empty() && b.text.empty();
}

// Whether the name `raw` (the inside of its quotes, perhaps with escapes) is the one wanted.
inline bool NameIs(std::string_view raw, bool escaped, Segment want) noexcept {
  if (!escaped && !want.tilde) return raw == want.text;
  const char* p = raw.data();
  const char* const end = p + raw.size();
  while (p != end) {
    char bytes[4];
    int count = 1;
    bytes[0] = *p;
    if (*p == '\\') {
      const Escape escape = ReadEscape(p, end);
      if (escape.next == nullptr) return false;
      count = PutUtf8(bytes, escape.code);
      p = escape.next;
    } else {
      ++p;
    }
    for (int i = 0; i < count; ++i) {
      if (want.text.empty() || Take(want) != bytes[i]) return false;
    }
  }
  return want.text.empty();
}

}  // namespace json::detail
}  // namespace sdk_v1
}  // namespace griot
