#pragma once

#include <optional>
#include <string>

#include "griot/door/sha256.hpp"

namespace griot::postgres {

// How much of a key is shown: "wk_" and six characters, enough to tell one's keys apart.
inline constexpr size_t kKeyPrefix = 9;

// A key on its way into the store. Plain data.
struct NewKey {
  std::string text;  // empty where only the hash is known
  std::string prefix;
  Sha256Digest hash{};
};

// Of 24 random bytes: "wk_…", "rk_…" or "ik_…" by its kind. nullopt: the system gave none.
std::optional<NewKey> MakeKey(const std::string& kind);

// A key that clients have already: as it is, or "sha256:HEX", or "-" for the first line of standard
// input, which is either. nullopt: it is none that could be kept.
std::optional<NewKey> ReadExisting(const std::string& said);

}  // namespace griot::postgres
