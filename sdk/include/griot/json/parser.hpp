#pragma once

#include <algorithm>
#include <cstring>
#include <string_view>

#include "griot/json/number.hpp"
#include "griot/json/tape.hpp"
#include "griot/json/text.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace json::detail {

struct StringScan {
  const char* at;     // the closing quote, or where the fault is
  const char* fault;  // null when there is none
  std::uint16_t flags;
};

// Requires p just after the opening quote.
inline StringScan ScanString(const char* p, const char* end) noexcept {
  std::uint16_t flags = 0;
  for (;;) {
    p = SkipPlain(p, end);
    if (p == end) return {p, "unterminated string", flags};
    if (*p == '"') return {p, nullptr, flags};
    if (*p == '\\') {
      const Escape escape = ReadEscape(p, end);
      if (escape.next == nullptr) return {p, "bad escape", flags};
      flags |= kEscaped;
      if (escape.code == 0) flags |= kHasNul;
      if (escape.lone) flags |= kLoneSurrogate;
      p = escape.next;
      continue;
    }
    if (static_cast<unsigned char>(*p) < 0x20) return {p, "control character in a string", flags};
    do {
      const Utf8Step step = NextUtf8(p, end);
      if (!step.ok) return {p, "invalid UTF-8", flags};
      p += step.size;
    } while (p != end && static_cast<unsigned char>(*p) >= 0x80);
  }
}

// Reads one text into a tape, once. Iterative: while a container is open, its node's `next` holds
// the parent, so the tape is the stack. Not thread-safe; tape and text must outlive it.
class Parser {
 public:
  Parser(Tape& tape, const Limits& limits) noexcept
      : tape_(tape),
        limits_(limits),
        room_(std::min(tape.capacity(), limits.max_nodes)),
        start_(tape.text().data()),
        p_(start_),
        end_(start_ + tape.text().size()) {}

  // On failure the tape holds nonsense; the caller drops it.
  Status Run() noexcept {
    if (tape_.text().size() >= kNoNode) return Fail("text over 4 GiB");
    if (tape_.text().starts_with("\xEF\xBB\xBF")) return Fail("byte order mark");
    Skip();
    if (p_ == end_) return Fail("empty text");
    while (ReadValue() && !done_) {
    }
    return status_;
  }

 private:
  void Skip() noexcept {
    // Most texts are compact: one comparison then says that there is nothing to skip.
    if (p_ != end_ && static_cast<unsigned char>(*p_) <= ' ') p_ = SkipSpace(p_, end_);
  }

  Status Fail(const char* what, std::uint32_t limit = 0) noexcept {
    status_.what = what;
    status_.offset = static_cast<std::size_t>(p_ - start_);
    status_.line = 1 + static_cast<std::size_t>(std::count(start_, p_, '\n'));
    status_.limit = limit;
    return status_;
  }

  // Says no, for a caller to return; at the end of the text that is what is wrong.
  bool Refuse(const char* what, std::uint32_t limit = 0) noexcept {
    Fail(p_ == end_ && limit == 0 ? "unexpected end of text" : what, limit);
    return false;
  }

  bool Push(Type type, const char* begin, const char* end, std::uint32_t next,
            std::uint16_t flags) noexcept {
    if (tape_.size() == room_ && !MakeRoom()) return false;
    tape_.Push({static_cast<std::uint32_t>(begin - start_),
                static_cast<std::uint32_t>(end - start_), next, type, flags});
    return true;
  }

  bool PushLeaf(Type type, const char* begin, const char* end, std::uint16_t flags) noexcept {
    if (!Push(type, begin, end, tape_.size() + 1, flags)) return false;
    if ((flags & kInherited) != 0 && open_ != kNoNode) tape_[open_].flags |= flags & kInherited;
    return true;
  }

  bool MakeRoom() noexcept {
    if (tape_.size() >= limits_.max_nodes) {
      Fail("number of values over ", limits_.max_nodes);
      return false;
    }
    if (!tape_.Grow(limits_.max_nodes)) {
      Fail("out of memory");
      return false;
    }
    room_ = std::min(tape_.capacity(), limits_.max_nodes);
    return true;
  }

  // A value begins at p_. Reads on to where the next one begins, or to the end (done_).
  bool ReadValue() noexcept {
    if (p_ == end_) return Refuse("expected a value");
    switch (*p_) {
      case '{':
      case '[':
        return Open();
      case '"':
        return ReadString() && AfterValue();
      case 't':
        return ReadWord("true", Type::kBool) && AfterValue();
      case 'f':
        return ReadWord("false", Type::kBool) && AfterValue();
      case 'n':
        return ReadWord("null", Type::kNull) && AfterValue();
      default:
        return ReadNumber() && AfterValue();
    }
  }

  bool Open() noexcept {
    if (depth_ == limits_.max_depth) return Refuse("depth over ", limits_.max_depth);
    ++depth_;
    const bool object = *p_ == '{';
    const std::uint32_t node = tape_.size();
    if (!Push(object ? Type::kObject : Type::kArray, p_, p_, open_, 0)) return false;
    open_ = node;
    ++p_;
    Skip();
    if (p_ != end_ && *p_ == (object ? '}' : ']')) {
      Close();
      return AfterValue();
    }
    return !object || ReadName();
  }

  // Requires the closing bracket at p_.
  void Close() noexcept {
    Node& node = tape_[open_];
    const std::uint32_t parent = node.next;
    ++p_;
    node.end = static_cast<std::uint32_t>(p_ - start_);
    node.next = tape_.size();
    if (parent != kNoNode) tape_[parent].flags |= node.flags;
    open_ = parent;
    --depth_;
  }

  bool AfterValue() noexcept {
    for (;;) {
      Skip();
      if (open_ == kNoNode) {
        if (p_ != end_) return Refuse("text after the value");
        done_ = true;
        return true;
      }
      const bool object = tape_[open_].type == Type::kObject;
      if (p_ == end_) return Refuse("");
      if (*p_ == ',') {
        ++p_;
        Skip();
        return !object || ReadName();
      }
      if (*p_ != (object ? '}' : ']')) {
        return Refuse(object ? "expected ',' or '}'" : "expected ',' or ']'");
      }
      Close();
    }
  }

  bool ReadName() noexcept {
    if (p_ == end_ || *p_ != '"') return Refuse("expected a name in quotes");
    if (!ReadString()) return false;
    Skip();
    if (p_ == end_ || *p_ != ':') return Refuse("expected ':'");
    ++p_;
    Skip();
    return true;
  }

  bool ReadString() noexcept {
    const char* const begin = p_;
    const StringScan scan = ScanString(p_ + 1, end_);
    p_ = scan.at;
    if (scan.fault != nullptr) {
      Fail(scan.fault);
      return false;
    }
    ++p_;
    return PushLeaf(Type::kString, begin, p_, scan.flags);
  }

  bool ReadWord(std::string_view word, Type type) noexcept {
    const char* const begin = p_;
    if (static_cast<std::size_t>(end_ - p_) < word.size() ||
        std::memcmp(p_, word.data(), word.size()) != 0) {
      return Refuse("expected a value");
    }
    p_ += word.size();
    return PushLeaf(type, begin, p_, 0);
  }

  bool ReadNumber() noexcept {
    const char* const begin = p_;
    const NumberScan scan = ScanNumber(p_, end_);
    p_ = scan.at;
    if (!scan.ok) return Refuse(p_ == begin ? "expected a value" : "bad number");
    std::uint16_t flags = scan.integer ? kInteger : 0;
    if (scan.exponent) flags |= kExponent;
    // Only a long number, or one with an exponent, can be out of range.
    if ((scan.exponent || p_ - begin > kNumericFraction) &&
        !FitsNumeric(ShapeOf({begin, static_cast<std::size_t>(p_ - begin)}))) {
      flags |= kBadNumber;
    }
    return PushLeaf(Type::kNumber, begin, p_, flags);
  }

  Tape& tape_;
  const Limits limits_;
  std::uint32_t room_;  // nodes that fit before MakeRoom() must be asked
  std::uint32_t depth_ = 0;
  std::uint32_t open_ = kNoNode;  // the innermost open container
  const char* const start_;
  const char* p_;
  const char* const end_;
  Status status_;
  bool done_ = false;
};

}  // namespace json::detail
}  // namespace sdk_v1
}  // namespace griot
