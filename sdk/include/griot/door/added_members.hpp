#pragma once

// Members of ours behind those of a client's object.

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "griot/abi/types.h"
#include "griot/cpp/intake.hpp"
#include "griot/json.hpp"

namespace griot {
inline namespace sdk_v1 {

// The few members that one object can get, at most kMost. Plain data, on the stack; points to texts
// that must outlive it.
class AddedMembers {
 public:
  static constexpr std::size_t kMost = 8;

  // Ids that come as numbers are kept as texts, like those of the envelope.
  void Add(std::string_view key, json::Value value) {
    list_[count_++] = {key, value.raw(), value.is_number()};
  }
  void Add(std::string_view key, std::string_view json) { list_[count_++] = {key, json, false}; }
  // What stands between the quotes of a JSON text.
  void AddQuoted(std::string_view key, std::string_view inside) {
    list_[count_++] = {key, inside, true};
  }

  // The client's object with these behind its own members: of two with one name the last counts.
  // As it stands when there are none. False: the arena is full.
  bool Merge(json::Value object, Submission& arena, griot_str* out) const {
    *out = object.is_object() ? Str(object.raw()) : griot_str{};
    if (count_ == 0) return true;
    std::string_view old = object.is_object() ? object.raw() : "{}";
    old.remove_suffix(1);
    bool comma = object.is_object() && object.members().begin() != object.members().end();
    std::size_t size = old.size() + 1;
    for (std::size_t i = 0; i < count_; ++i) size += list_[i].key.size() + list_[i].json.size() + 6;
    char* const begin = arena.Alloc(size);
    if (begin == nullptr) return false;
    char* at = begin;
    const auto put = [&at](std::string_view text) {
      std::memcpy(at, text.data(), text.size());
      at += text.size();
    };
    put(old);
    for (std::size_t i = 0; i < count_; ++i) {
      const Member& member = list_[i];
      put(comma ? ",\"" : "\"");
      put(member.key);
      put(member.quote ? "\":\"" : "\":");
      put(member.json);
      if (member.quote) put("\"");
      comma = true;
    }
    put("}");
    *out = {begin, static_cast<std::uint64_t>(at - begin)};
    return true;
  }

 private:
  struct Member {
    std::string_view key;
    std::string_view json;
    bool quote = false;
  };
  std::array<Member, kMost> list_;
  std::size_t count_ = 0;
};

}  // namespace sdk_v1
}  // namespace griot
