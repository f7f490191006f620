#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace griot {
inline namespace sdk_v1 {
namespace detail {

// SHA-1 (FIPS 180-4), for UUIDs of version 5 alone: it protects nothing. Usable at compile time.
// Not thread-safe; one a hash.
class Sha1 {
 public:
  constexpr Sha1& Add(std::string_view bytes) noexcept {
    for (std::size_t i = 0; i < bytes.size();) {
      const std::size_t at = size_ % 64;
      const std::size_t count = std::min(bytes.size() - i, 64 - at);
      for (std::size_t j = 0; j < count; ++j) {
        block_[at + j] = static_cast<std::uint8_t>(bytes[i + j]);
      }
      i += count;
      size_ += count;
      if (size_ % 64 == 0) Compress();
    }
    return *this;
  }

  constexpr Sha1& Add(const std::uint8_t* bytes, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) Byte(bytes[i]);
    return *this;
  }

  // Call it once, at the end.
  constexpr std::array<std::uint8_t, 20> Digest() noexcept {
    const std::uint64_t bits = size_ * 8;
    Byte(0x80);
    while (size_ % 64 != 56) Byte(0);
    for (int shift = 56; shift >= 0; shift -= 8) Byte(static_cast<std::uint8_t>(bits >> shift));
    std::array<std::uint8_t, 20> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
    }
    return out;
  }

 private:
  constexpr void Byte(std::uint8_t byte) noexcept {
    block_[size_ % 64] = byte;
    if (++size_ % 64 == 0) Compress();
  }

  constexpr void Compress() noexcept {
    std::uint32_t w[80] = {};
    for (std::size_t i = 0; i < 16; ++i) {
      const auto byte = [&](std::size_t j) { return std::uint32_t{block_[i * 4 + j]}; };
      w[i] = byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
    }
    for (int i = 16; i < 80; ++i) w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    std::uint32_t a = state_[0];
    std::uint32_t b = state_[1];
    std::uint32_t c = state_[2];
    std::uint32_t d = state_[3];
    std::uint32_t e = state_[4];
    const auto round = [&](std::uint32_t f, std::uint32_t k, std::uint32_t word) {
      const std::uint32_t next = std::rotl(a, 5) + f + e + k + word;
      e = d;
      d = c;
      c = std::rotl(b, 30);
      b = a;
      a = next;
    };
    for (int i = 0; i < 20; ++i) round((b & c) | (~b & d), 0x5A827999, w[i]);
    for (int i = 20; i < 40; ++i) round(b ^ c ^ d, 0x6ED9EBA1, w[i]);
    for (int i = 40; i < 60; ++i) round((b & c) | (b & d) | (c & d), 0x8F1BBCDC, w[i]);
    for (int i = 60; i < 80; ++i) round(b ^ c ^ d, 0xCA62C1D6, w[i]);
    state_[0] += a;
    state_[1] += b;
    state_[2] += c;
    state_[3] += d;
    state_[4] += e;
  }

  std::array<std::uint32_t, 5> state_ = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476,
                                         0xC3D2E1F0};
  std::array<std::uint8_t, 64> block_ = {};
  std::uint64_t size_ = 0;
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace griot
