#pragma once

// One member of a JSON text that was validated before, found without reading the rest into a tape:
// what a transform uses to look into `properties` and `context`. Total over any text (no byte
// outside is read, nothing recurses), but only a valid one has right answers. Pure functions, safe
// from any thread; views point into the text that was given, or into the arena.

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "griot/json/number.hpp"
#include "griot/json/path.hpp"
#include "griot/json/text.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace json {
namespace detail {

// The end of the string whose opening quote is at p; null when it has none.
inline const char* SkipString(const char* p, const char* end) noexcept {
  for (++p; p < end;) {
    p = FindQuote(p, end);
    if (p == end) return nullptr;
    if (*p == '"') return p + 1;
    if (end - p < 2) return nullptr;
    p += 2;
  }
  return nullptr;
}

// The end of the value at p; null when the text ends first.
inline const char* SkipValue(const char* p, const char* end) noexcept {
  std::size_t depth = 0;
  while (p != end) {
    switch (*p) {
      case '"':
        p = SkipString(p, end);
        if (p == nullptr) return nullptr;
        break;
      case '{':
      case '[':
        ++depth;
        ++p;
        continue;
      case '}':
      case ']':
        if (depth == 0) return nullptr;
        --depth;
        ++p;
        break;
      case ',':
      case ':':
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        if (depth == 0) return nullptr;
        ++p;
        continue;
      default: {  // a number or a word
        const char* const word = p;
        while (p != end && *p > ' ' && *p != ',' && *p != ']' && *p != '}' && *p != '"') ++p;
        if (p == word) return nullptr;
      }
    }
    if (depth == 0) return p;
  }
  return nullptr;
}

// Walks the members of an object, or the elements of an array, in a text.
class ItemReader {
 public:
  explicit ItemReader(std::string_view text) noexcept
      : p_(SkipSpace(text.data(), text.data() + text.size())), end_(text.data() + text.size()) {
    if (p_ == end_ || (*p_ != '{' && *p_ != '[')) return;
    close_ = *p_ == '{' ? '}' : ']';
    ++p_;
  }

  bool is_object() const noexcept { return close_ == '}'; }
  bool is_array() const noexcept { return close_ == ']'; }
  bool broken() const noexcept { return broken_; }

  // The next item. False at the end, and when the text is broken.
  bool Next() noexcept {
    if (close_ == 0 || broken_) return false;
    p_ = SkipSpace(p_, end_);
    if (p_ != end_ && *p_ == close_) return false;
    if (!first_) {
      if (p_ == end_ || *p_ != ',') return Broken();
      p_ = SkipSpace(p_ + 1, end_);
    }
    first_ = false;
    begin_ = p_;
    if (is_object() && !ReadName()) return Broken();
    const char* const after = p_ == end_ ? nullptr : SkipValue(p_, end_);
    if (after == nullptr) return Broken();
    value_ = Slice(p_, after);
    p_ = after;
    return true;
  }

  std::string_view name() const noexcept { return name_; }  // the inside of its quotes
  std::string_view value() const noexcept { return value_; }
  std::string_view item() const noexcept { return Slice(begin_, p_); }  // name and value

  bool NameIs(Segment want) const noexcept {
    // Without a backslash in it the shorter or longer name cannot be the same; most end here.
    if (!want.tilde && name_.size() < want.text.size()) return false;
    return detail::NameIs(name_, name_.find('\\') != std::string_view::npos, want);
  }

 private:
  static std::string_view Slice(const char* from, const char* to) noexcept {
    return {from, static_cast<std::size_t>(to - from)};
  }

  bool Broken() noexcept {
    broken_ = true;
    return false;
  }

  bool ReadName() noexcept {
    if (p_ == end_ || *p_ != '"') return false;
    const char* const after = SkipString(p_, end_);
    if (after == nullptr) return false;
    name_ = Slice(p_ + 1, after - 1);
    p_ = SkipSpace(after, end_);
    if (p_ == end_ || *p_ != ':') return false;
    p_ = SkipSpace(p_ + 1, end_);
    return true;
  }

  const char* p_;
  const char* end_;
  const char* begin_ = nullptr;
  std::string_view name_;
  std::string_view value_;
  char close_ = 0;  // 0 when the text is neither object nor array
  bool first_ = true;
  bool broken_ = false;
};

template <typename T>
std::optional<T> ToInteger(std::optional<std::string_view> raw) noexcept {
  if (!raw) return std::nullopt;
  if (*raw == "-0") return T{0};
  T value{};
  const char* const end = raw->data() + raw->size();
  const auto result = std::from_chars(raw->data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

}  // namespace detail

// The text of the value at `path` ("a.b.0" or "/a/b/0") in the text of an object or array. Of
// members with one name the last counts. nullopt when there is none.
inline std::optional<std::string_view> Get(std::string_view text, std::string_view path) noexcept {
  std::optional<std::string_view> value = text;
  for (detail::PathReader reader(path); value && !reader.done();) {
    const detail::Segment segment = reader.Next();
    detail::ItemReader items(*value);
    value.reset();
    const auto index = items.is_array() ? detail::IndexOf(segment) : std::nullopt;
    for (std::size_t i = 0; items.Next(); ++i) {
      if (items.is_object() ? items.NameIs(segment) : index == i) value = items.value();
      if (items.is_array() && value) break;
    }
  }
  return value;
}

// The texts of several members of one object, read through once: values[i] of names[i], nullopt
// where there is none. Names as they stand, no paths; of members with one name the last counts.
template <std::size_t N>
void GetMembers(std::string_view object, const std::string_view (&names)[N],
                std::optional<std::string_view> (&values)[N]) noexcept {
  for (auto& value : values) value.reset();
  detail::ItemReader items(object);
  if (!items.is_object()) return;
  while (items.Next()) {
    for (std::size_t i = 0; i < N; ++i) {
      if (items.NameIs({names[i], false})) values[i] = items.value();
    }
  }
}

// The decoded string there; nullopt for any other value. Memory is taken from `arena` (a Scratch,
// or whatever has its Alloc) only when the string has escapes.
template <typename Arena>
std::optional<std::string_view> GetString(std::string_view text, std::string_view path,
                                          Arena& arena) noexcept {
  const auto raw = Get(text, path);
  if (!raw || raw->size() < 2 || raw->front() != '"') return std::nullopt;
  const std::string_view inside = raw->substr(1, raw->size() - 2);
  if (inside.find('\\') == std::string_view::npos) return inside;
  char* const out = arena.Alloc(inside.size());
  if (out == nullptr) return std::nullopt;
  return std::string_view(out, detail::Unescape(inside, out));
}

// Only a number without fraction and exponent, in range.
inline std::optional<std::int64_t> GetInt(std::string_view text, std::string_view path) noexcept {
  return detail::ToInteger<std::int64_t>(Get(text, path));
}

inline std::optional<bool> GetBool(std::string_view text, std::string_view path) noexcept {
  const auto raw = Get(text, path);
  if (raw == "true") return true;
  if (raw == "false") return false;
  return std::nullopt;
}

}  // namespace json
}  // namespace sdk_v1
}  // namespace griot
