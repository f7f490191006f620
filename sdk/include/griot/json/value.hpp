#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "griot/json/number.hpp"
#include "griot/json/path.hpp"
#include "griot/json/tape.hpp"
#include "griot/json/text.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace json {

class Elements;
class Members;

// One value of a Document: a handle of two words, to be passed by value. It and every view it gives
// are good until the document reads another text or dies, and as long as the text itself lives.
// Reading is safe from any number of threads. Everything is total: what a value is not it answers
// with nullopt, a missing value or an empty range, so look-ups can be chained.
class Value {
 public:
  Value() noexcept = default;  // a missing value

  Type type() const noexcept { return tape_ == nullptr ? Type::kMissing : node().type; }
  bool exists() const noexcept { return tape_ != nullptr; }
  explicit operator bool() const noexcept { return exists(); }
  bool is_null() const noexcept { return type() == Type::kNull; }
  bool is_bool() const noexcept { return type() == Type::kBool; }
  bool is_number() const noexcept { return type() == Type::kNumber; }
  bool is_string() const noexcept { return type() == Type::kString; }
  bool is_array() const noexcept { return type() == Type::kArray; }
  bool is_object() const noexcept { return type() == Type::kObject; }

  // The text as it arrived, from the first to the last byte of the value.
  std::string_view raw() const noexcept {
    if (!exists()) return {};
    return tape_->text().substr(node().begin, node().end - node().begin);
  }

  // Whether a jsonb column takes raw(). O(1), for containers too.
  bool jsonb_ok() const noexcept { return flags() == 0; }
  std::uint16_t flags() const noexcept { return exists() ? node().flags & kJsonbRefuses : 0; }

  // Appends where the first thing is that jsonb refuses ("properties.items[3].price"; what `path`
  // holds already is taken as the name of this value) and says what ("number out of range").
  // False, with nothing changed, when there is none. May throw std::bad_alloc.
  bool FirstBad(std::string* path, std::string_view* reason) const;

  // At most so many bytes does Postgres print for this value: far more than raw() has when numbers
  // have exponents, as [1e131071] is 131 KB there. O(1) without any exponent, else O(n).
  std::uint64_t JsonbTextBound() const noexcept;

  // The member of that name; of several the last. O(members).
  Value Find(std::string_view key) const noexcept { return FindSegment({key, false}); }

  // "a.b.0" or "/a/b/0": names of members and indexes of elements. An empty path is this value.
  Value FindPath(std::string_view path) const noexcept {
    Value value = *this;
    for (detail::PathReader reader(path); value.exists() && !reader.done();) {
      const detail::Segment segment = reader.Next();
      if (!value.is_array()) {
        value = value.FindSegment(segment);
        continue;
      }
      const auto index = detail::IndexOf(segment);
      value = index ? value.At(*index) : Value();
    }
    return value;
  }

  Value At(std::size_t index) const noexcept;
  Elements elements() const noexcept;  // of an array, in order
  Members members() const noexcept;    // of an object, in order, repeated names and all
  std::size_t size() const noexcept;   // of either; O(n)

  // The text of a string, decoded: a view into the document's text, or, when there are escapes,
  // into memory from `arena` (a Scratch, or whatever has its Alloc). A lone surrogate reads as
  // U+FFFD. nullopt when this is no string or there is no memory.
  template <typename Arena>
  std::optional<std::string_view> string(Arena& arena) const noexcept {
    if (!is_string()) return std::nullopt;
    if (!has_escapes()) return quoted();
    const std::string_view inside = quoted();
    char* const out = arena.Alloc(inside.size());
    if (out == nullptr) return std::nullopt;
    return std::string_view(out, detail::Unescape(inside, out));
  }

  // The text of a string that has no escapes; nullopt for any other value.
  std::optional<std::string_view> string_raw_nonescaped() const noexcept {
    if (!is_string() || has_escapes()) return std::nullopt;
    return quoted();
  }

  // Whether this is the string `text`, without decoding it anywhere.
  bool StringIs(std::string_view text) const noexcept {
    return is_string() && detail::NameIs(quoted(), has_escapes(), {text, false});
  }

  std::optional<bool> boolean() const noexcept {
    if (!is_bool()) return std::nullopt;
    return raw().front() == 't';
  }

  // The number as it arrived.
  std::optional<std::string_view> number_text() const noexcept {
    if (!is_number()) return std::nullopt;
    return raw();
  }

  // Only of a number without fraction and exponent, and in range: nothing is ever rounded.
  std::optional<std::int64_t> int64() const noexcept { return Integer<std::int64_t>(); }
  std::optional<std::uint64_t> uint64() const noexcept { return Integer<std::uint64_t>(); }

  // The nearest double; nullopt when there is none.
  std::optional<double> number() const noexcept {
    return is_number() ? Convert<double>(raw()) : std::nullopt;
  }

  // A string's text or a number as it arrived: for ids that come as either.
  template <typename Arena>
  std::optional<std::string_view> AsText(Arena& arena) const noexcept {
    return is_number() ? number_text() : string(arena);
  }

 private:
  friend class Document;
  friend class Elements;
  friend class Members;

  Value(const detail::Tape* tape, std::uint32_t index) noexcept : tape_(tape), index_(index) {}

  const detail::Node& node() const noexcept { return (*tape_)[index_]; }
  bool has_escapes() const noexcept { return (node().flags & detail::kEscaped) != 0; }
  std::string_view quoted() const noexcept {
    return tape_->text().substr(node().begin + 1u, node().end - node().begin - 2u);
  }

  Value FindSegment(detail::Segment key) const noexcept {
    Value found;
    if (!is_object()) return found;
    for (std::uint32_t i = index_ + 1; i != node().next; i = (*tape_)[i + 1].next) {
      const Value name(tape_, i);
      if (detail::NameIs(name.quoted(), name.has_escapes(), key)) found = Value(tape_, i + 1);
    }
    return found;
  }

  template <typename T>
  static std::optional<T> Convert(std::string_view text) noexcept {
    T value{};
    const char* const end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
    return value;
  }

  template <typename T>
  std::optional<T> Integer() const noexcept {
    if (!is_number() || (node().flags & detail::kInteger) == 0) return std::nullopt;
    return raw() == "-0" ? T{0} : Convert<T>(raw());
  }

  const detail::Tape* tape_ = nullptr;
  std::uint32_t index_ = 0;
};

struct Member {
  Value key;  // always a string
  Value value;
};

// The elements of an array, for a range-based for. Lives as long as its Value.
class Elements {
 public:
  class Iterator {
   public:
    Iterator(const detail::Tape* tape, std::uint32_t at) noexcept : tape_(tape), at_(at) {}
    Value operator*() const noexcept { return Value(tape_, at_); }
    Iterator& operator++() noexcept {
      at_ = (*tape_)[at_].next;
      return *this;
    }
    bool operator!=(const Iterator& other) const noexcept { return at_ != other.at_; }

   private:
    const detail::Tape* tape_;
    std::uint32_t at_;
  };

  explicit Elements(Value array) noexcept : array_(array) {}
  Iterator begin() const noexcept {
    return {array_.tape_, array_.is_array() ? array_.index_ + 1 : 0};
  }
  Iterator end() const noexcept {
    return {array_.tape_, array_.is_array() ? array_.node().next : 0};
  }

 private:
  Value array_;
};

// The members of an object, for a range-based for. Lives as long as its Value.
class Members {
 public:
  class Iterator {
   public:
    Iterator(const detail::Tape* tape, std::uint32_t at) noexcept : tape_(tape), at_(at) {}
    Member operator*() const noexcept { return {Value(tape_, at_), Value(tape_, at_ + 1)}; }
    Iterator& operator++() noexcept {
      at_ = (*tape_)[at_ + 1].next;
      return *this;
    }
    bool operator!=(const Iterator& other) const noexcept { return at_ != other.at_; }

   private:
    const detail::Tape* tape_;
    std::uint32_t at_;
  };

  explicit Members(Value object) noexcept : object_(object) {}
  Iterator begin() const noexcept {
    return {object_.tape_, object_.is_object() ? object_.index_ + 1 : 0};
  }
  Iterator end() const noexcept {
    return {object_.tape_, object_.is_object() ? object_.node().next : 0};
  }

 private:
  Value object_;
};

inline Elements Value::elements() const noexcept { return Elements(*this); }
inline Members Value::members() const noexcept { return Members(*this); }

inline Value Value::At(std::size_t index) const noexcept {
  for (const Value element : elements()) {
    if (index-- == 0) return element;
  }
  return {};
}

inline std::size_t Value::size() const noexcept {
  std::size_t count = 0;
  for ([[maybe_unused]] const Value element : elements()) ++count;
  for ([[maybe_unused]] const Member member : members()) ++count;
  return count;
}

}  // namespace json
}  // namespace sdk_v1
}  // namespace griot
