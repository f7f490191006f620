#pragma once

// UUIDs (RFC 4122 and RFC 9562): read, written, derived (version 5) and minted (version 7).

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "griot/detail/sha1.hpp"
#include "griot/time.hpp"

namespace griot {
inline namespace sdk_v1 {

// Plain data, in the order of the text. Ordered as the text is.
struct Uuid {
  std::uint8_t b[16] = {};

  friend constexpr bool operator==(const Uuid&, const Uuid&) noexcept = default;
  friend constexpr auto operator<=>(const Uuid&, const Uuid&) noexcept = default;

  constexpr bool is_nil() const noexcept { return *this == Uuid{}; }
  constexpr int version() const noexcept { return b[6] >> 4; }
};

constexpr std::size_t kUuidTextSize = 36;

// The canonical form in either case, 8-4-4-4-12; no braces, no urn:, nothing around it.
constexpr std::optional<Uuid> ParseUuid(std::string_view text) noexcept {
  if (text.size() != kUuidTextSize) return std::nullopt;
  Uuid out;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return std::nullopt;
      continue;
    }
    int digit = -1;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    if (digit < 0) return std::nullopt;
    out.b[digits / 2] = static_cast<std::uint8_t>(out.b[digits / 2] * 16 + digit);
    ++digits;
  }
  return out;
}

// Writes the canonical form in lower case, without a terminating zero.
constexpr void FormatUuid(const Uuid& uuid, char (&out)[kUuidTextSize]) noexcept {
  constexpr char kHex[] = "0123456789abcdef";
  char* p = out;
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *p++ = '-';
    *p++ = kHex[uuid.b[i] >> 4];
    *p++ = kHex[uuid.b[i] & 15];
  }
}

inline std::string UuidString(const Uuid& uuid) {
  char text[kUuidTextSize];
  FormatUuid(uuid, text);
  return std::string(text, sizeof(text));
}

namespace detail {

constexpr Uuid Stamp(Uuid uuid, int version) noexcept {
  uuid.b[6] = static_cast<std::uint8_t>((uuid.b[6] & 0x0F) | version << 4);
  uuid.b[8] = static_cast<std::uint8_t>((uuid.b[8] & 0x3F) | 0x80);
  return uuid;
}

constexpr Uuid FromDigest(const std::array<std::uint8_t, 20>& digest) noexcept {
  Uuid out;
  for (std::size_t i = 0; i < 16; ++i) out.b[i] = digest[i];
  return Stamp(out, 5);
}

}  // namespace detail

// Version 5: the same for the same namespace and name, everywhere and for ever.
constexpr Uuid UuidV5(const Uuid& space, std::string_view name) noexcept {
  return detail::FromDigest(detail::Sha1().Add(space.b, 16).Add(name).Digest());
}

constexpr Uuid kDnsNamespace = {{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00,
                                 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};

// griot's own namespace, UuidV5(kDnsNamespace, "events.griot.dev").
//
// FROZEN, with EventId below: an event's id is what keeps a redelivery from becoming a second row,
// so a change here would count every fact twice. A test holds vectors of both.
constexpr Uuid kEventNamespace = {{0x7a, 0x54, 0x4b, 0x3e, 0x7f, 0xcc, 0x5e, 0x95, 0xb7, 0x2f, 0x2b,
                                   0x0b, 0x7b, 0x8f, 0xaf, 0x64}};

// The id of an event that its provider names: `keyspace` is the format's own ("wamid"; "client"
// for a client's message id that is no UUID), never a stage's name. Neither project nor key space
// may hold the separator, U+001F.
constexpr Uuid EventId(std::string_view project, std::string_view keyspace,
                       std::string_view key) noexcept {
  return detail::FromDigest(detail::Sha1()
                                .Add(kEventNamespace.b, 16)
                                .Add(project)
                                .Add("\x1f")
                                .Add(keyspace)
                                .Add("\x1f")
                                .Add(key)
                                .Digest());
}

// The id of an event that another one caused: the same each time that cause is handled. One cause
// must give each of its events a label of its own.
constexpr Uuid Derive(const Uuid& cause, std::string_view label) noexcept {
  return UuidV5(cause, label);
}

// Mints UUIDs of version 7: 48 bits of milliseconds, 12 of the microseconds within, 62 random ones.
// Each is greater than the one before, also when the clock stands still or goes back: the time then
// runs ahead by a 4096th of a millisecond an id. Not thread-safe: one a thread, each with its own
// seed (and a new one after fork).
class UuidV7 {
 public:
  using Seed = std::array<std::uint64_t, 4>;

  // The seed must come from the system's random source (getrandom).
  explicit UuidV7(const Seed& seed) noexcept : state_(seed) {
    if (state_ == Seed{}) state_ = kNotZero;  // the one state that xoshiro never leaves
  }

  Uuid Next() noexcept { return Next(Now()); }

  // A time before 1970 counts as 1970.
  Uuid Next(Micros now) noexcept {
    const std::uint64_t us = now < 0 ? 0 : static_cast<std::uint64_t>(now);
    const std::uint64_t stamp = (us / 1000) << 12 | (us % 1000) * 4096 / 1000;
    last_ = stamp > last_ ? stamp : last_ + 1;
    const std::uint64_t random = Random();
    Uuid out;
    for (int i = 0; i < 6; ++i) out.b[i] = static_cast<std::uint8_t>(last_ >> (52 - 8 * i));
    out.b[6] = static_cast<std::uint8_t>((last_ >> 8) & 0x0F);
    out.b[7] = static_cast<std::uint8_t>(last_);
    for (int i = 0; i < 8; ++i) out.b[8 + i] = static_cast<std::uint8_t>(random >> (56 - 8 * i));
    return detail::Stamp(out, 7);
  }

 private:
  // xoshiro256++ by David Blackman and Sebastiano Vigna.
  std::uint64_t Random() noexcept {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  static constexpr Seed kNotZero = {0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 1};

  Seed state_;
  std::uint64_t last_ = 0;  // milliseconds and their 4096ths
};

}  // namespace sdk_v1
}  // namespace griot

template <>
struct std::hash<griot::Uuid> {
  std::size_t operator()(const griot::Uuid& uuid) const noexcept {
    std::uint64_t high;
    std::uint64_t low;
    std::memcpy(&high, uuid.b, 8);
    std::memcpy(&low, uuid.b + 8, 8);
    // Mixed, because a client's ids need not be random in any of their bits.
    std::uint64_t x = (high ^ std::rotl(low, 32)) * 0x9E3779B97F4A7C15ull + low;
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93ull;
    x ^= x >> 32;
    return static_cast<std::size_t>(x);
  }
};
