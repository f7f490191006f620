#pragma once

// The members of an event that mean something to a format.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "griot/json.hpp"

namespace griot {
inline namespace sdk_v1 {

// The known members of one object, found in one walk; of a member that stands twice the last.
// `Field` is an enum from 0 to kCount, and kNames (inline constexpr) says how each is written.
// Views of the document, so valid as long as that. One thread.
template <class Field, const auto& kNames>
class FieldsOf {
 public:
  static constexpr std::size_t kCount = static_cast<std::size_t>(Field::kCount);

  // Requires an object. Members of other names are passed over.
  void Read(json::Value event) {
    values_ = {};
    for (const auto [key, value] : event.members()) {
      const auto plain = key.string_raw_nonescaped();
      const std::size_t field = plain ? FieldOf(*plain) : FieldOfEscaped(key);
      if (field != kCount) values_[field] = value;
    }
  }

  json::Value operator[](Field field) const { return values_[static_cast<std::size_t>(field)]; }

  // The first of the two that is there and not null, and which it was.
  json::Value First(Field a, Field b, Field* which) const {
    *which = Present(a) || !Present(b) ? a : b;
    return Present(*which) ? (*this)[*which] : json::Value();
  }
  bool Present(Field field) const {
    const json::Value value = (*this)[field];
    return value.exists() && !value.is_null();
  }

 private:
  static constexpr std::size_t kLongest = [] {
    std::size_t longest = 0;
    for (const std::string_view name : kNames)
      longest = name.size() > longest ? name.size() : longest;
    return longest;
  }();

  // Fields by the length of their names: a key is compared with the few of its own length only.
  struct ByLength {
    std::array<std::uint8_t, kCount> order{};
    std::array<std::uint8_t, kLongest + 2> begin{};

    constexpr ByLength() {
      std::uint8_t at = 0;
      for (std::size_t length = 0; length <= kLongest; ++length) {
        begin[length] = at;
        for (std::size_t i = 0; i < kCount; ++i) {
          if (kNames[i].size() == length) order[at++] = static_cast<std::uint8_t>(i);
        }
      }
      begin[kLongest + 1] = at;
    }
  };
  static constexpr ByLength kByLength{};

  static std::size_t FieldOf(std::string_view key) {
    if (key.size() > kLongest) return kCount;
    for (std::size_t i = kByLength.begin[key.size()]; i < kByLength.begin[key.size() + 1]; ++i) {
      if (kNames[kByLength.order[i]] == key) return kByLength.order[i];
    }
    return kCount;
  }
  // A name that is written with escapes.
  static std::size_t FieldOfEscaped(json::Value key) {
    for (std::size_t i = 0; i < kCount; ++i) {
      if (key.StringIs(kNames[i])) return i;
    }
    return kCount;
  }

  std::array<json::Value, kCount> values_;
};

}  // namespace sdk_v1
}  // namespace griot
