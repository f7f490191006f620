#pragma once

// What a jsonb column refuses in a value, and how large it prints what it takes.

#include <cstdint>
#include <string>
#include <string_view>

#include "griot/json/number.hpp"
#include "griot/json/value.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace json {
namespace detail {

// A name in a message: decoded, and not longer than a reader wants it.
inline void AppendName(std::string* path, std::string_view raw) {
  constexpr std::size_t kMost = 64;
  std::string name(raw.size(), '\0');
  name.resize(Unescape(raw, name.data()));
  const bool cut = name.size() > kMost;
  if (cut) {
    std::size_t size = kMost;
    while ((static_cast<unsigned char>(name[size]) & 0xC0) == 0x80) --size;  // whole characters
    name.resize(size);
  }
  for (char& c : name) {
    if (static_cast<unsigned char>(c) < 0x20) c = '?';  // must not break a log's lines
  }
  if (!path->empty()) path->push_back('.');
  path->append(name);
  if (cut) path->append("…");
}

inline std::string_view ReasonOf(std::uint16_t flags) noexcept {
  if ((flags & kHasNul) != 0) return "\\u0000 is not allowed";
  if ((flags & kLoneSurrogate) != 0) return "half of a surrogate pair";
  return "number out of range";
}

}  // namespace detail

inline bool Value::FirstBad(std::string* path, std::string_view* reason) const {
  if (jsonb_ok()) return false;
  Value at = *this;
  while (at.is_object() || at.is_array()) {
    std::size_t index = 0;
    Value next;
    for (const Value element : at.elements()) {
      next = element;
      if (!next.jsonb_ok()) break;
      ++index;
    }
    if (at.is_array()) path->append("[").append(std::to_string(index)).append("]");
    for (const auto [key, value] : at.members()) {
      if (key.jsonb_ok() && value.jsonb_ok()) continue;
      detail::AppendName(path, key.quoted());
      next = key.jsonb_ok() ? value : key;
      break;
    }
    at = next;
  }
  *reason = detail::ReasonOf(at.flags());
  return true;
}

inline std::uint64_t Value::JsonbTextBound() const noexcept {
  if (!exists()) return 0;
  // jsonb prints ", " and ": " where a compact text has one byte, and nothing else is longer.
  std::uint64_t bound = std::uint64_t{raw().size()} * 2;
  if ((node().flags & detail::kExponent) == 0) return bound;
  for (std::uint32_t i = index_; i != node().next; ++i) {
    const detail::Node& leaf = (*tape_)[i];
    if (leaf.type != Type::kNumber || (leaf.flags & detail::kExponent) == 0) continue;
    const auto shape = detail::ShapeOf(tape_->text().substr(leaf.begin, leaf.end - leaf.begin));
    if (detail::FitsNumeric(shape)) bound += detail::PrintedSize(shape);
  }
  return bound;
}

}  // namespace json
}  // namespace sdk_v1
}  // namespace griot
