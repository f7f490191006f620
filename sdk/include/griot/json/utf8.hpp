#pragma once

// UTF-8, and the search for the next byte of a string that needs a second look. Pure functions over
// [p, end): no byte outside is read. Safe from any thread.

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace griot {
inline namespace sdk_v1 {
namespace json::detail {

// What stands at p: a whole character of `size` bytes, or (ok = false) the longest piece of one
// that a decoder replaces by a single U+FFFD, as the WHATWG has it.
struct Utf8Step {
  int size;
  bool ok;
};

// Requires p < end and *p >= 0x80. Refuses overlong forms, surrogates and what is over U+10FFFF.
inline Utf8Step NextUtf8(const char* p, const char* end) noexcept {
  const auto byte = [p](int i) { return static_cast<unsigned char>(p[i]); };
  const unsigned lead = byte(0);
  int size;
  unsigned low = 0x80;  // the bounds of the second byte depend on the first
  unsigned high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    size = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {1, false};
  }
  for (int i = 1; i < size; ++i) {
    if (end - p <= i || byte(i) < low || byte(i) > high) return {i, false};
    low = 0x80;
    high = 0xBF;
  }
  return {size, true};
}

inline int PutUtf8(char* out, std::uint32_t c) noexcept {
  const auto put = [out](int i, std::uint32_t v) { out[i] = static_cast<char>(v); };
  if (c < 0x80) {
    put(0, c);
    return 1;
  }
  if (c < 0x800) {
    put(0, 0xC0 | (c >> 6));
    put(1, 0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    put(0, 0xE0 | (c >> 12));
    put(1, 0x80 | ((c >> 6) & 0x3F));
    put(2, 0x80 | (c & 0x3F));
    return 3;
  }
  put(0, 0xF0 | (c >> 18));
  put(1, 0x80 | ((c >> 12) & 0x3F));
  put(2, 0x80 | ((c >> 6) & 0x3F));
  put(3, 0x80 | (c & 0x3F));
  return 4;
}

// The bytes of a string that stand for themselves and need no check.
inline bool IsPlain(char c) noexcept {
  const auto b = static_cast<unsigned char>(c);
  return b >= 0x20 && b < 0x80 && b != '"' && b != '\\';
}

// The first byte that is not plain, or end.
inline const char* SkipPlain(const char* p, const char* end) noexcept {
#if defined(__SSE2__)
  while (end - p >= 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    // Signed, so that one comparison finds the control characters and all from 0x80 up.
    const __m128i low = _mm_cmplt_epi8(v, _mm_set1_epi8(0x20));
    const __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
    const __m128i slash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
    const int mask = _mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quote, slash)));
    if (mask != 0) return p + std::countr_zero(static_cast<unsigned>(mask));
    p += 16;
  }
#else
  while (end - p >= 8) {
    std::uint64_t v;
    std::memcpy(&v, p, 8);
    constexpr std::uint64_t kOnes = ~0ull / 255;
    constexpr std::uint64_t kHigh = kOnes * 0x80;
    const auto has_zero = [](std::uint64_t x) { return (x - kOnes) & ~x; };
    const std::uint64_t odd =
        v | has_zero(v ^ (kOnes * '"')) | has_zero(v ^ (kOnes * '\\')) | ((v - kOnes * 0x20) & ~v);
    if ((odd & kHigh) != 0) break;  // which of the eight: the loop below says
    p += 8;
  }
#endif
  while (p != end && IsPlain(*p)) ++p;
  return p;
}

// The first quote or backslash, or end.
inline const char* FindQuote(const char* p, const char* end) noexcept {
#if defined(__SSE2__)
  while (end - p >= 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
    const __m128i slash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
    const int mask = _mm_movemask_epi8(_mm_or_si128(quote, slash));
    if (mask != 0) return p + std::countr_zero(static_cast<unsigned>(mask));
    p += 16;
  }
#endif
  while (p != end && *p != '"' && *p != '\\') ++p;
  return p;
}

}  // namespace json::detail
}  // namespace sdk_v1
}  // namespace griot
