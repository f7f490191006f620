#pragma once

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

namespace griot {
inline namespace sdk_v1 {
namespace json {

enum class Type : std::uint8_t { kMissing, kNull, kBool, kNumber, kString, kArray, kObject };

// What a value, or anything inside it, holds that a jsonb column refuses.
enum Flags : std::uint16_t {
  kHasNul = 1,         // the escape \u0000
  kLoneSurrogate = 2,  // half of a surrogate pair
  kBadNumber = 4,      // a number out of the range of `numeric`
  kJsonbRefuses = kHasNul | kLoneSurrogate | kBadNumber,
};

// What breaks the whole text. Offsets count bytes from 0.
struct Limits {
  std::uint32_t max_depth = 64;
  std::uint32_t max_nodes = 1u << 20;  // values and names; 16 bytes of memory each
};

// How a text was read. Plain data; `what` points to a literal.
struct Status {
  const char* what = nullptr;  // null when all is well
  std::size_t offset = 0;
  std::size_t line = 1;
  std::uint32_t limit = 0;  // the limit that was passed, where `what` speaks of one

  bool ok() const noexcept { return what == nullptr; }
  explicit operator bool() const noexcept { return ok(); }

  // "expected ',' or '}' at byte 37", "depth over 64 at byte 112".
  std::string message() const {
    if (ok()) return "ok";
    std::string out = what;
    if (limit != 0) out += std::to_string(limit);
    return out + " at byte " + std::to_string(offset);
  }
};

namespace detail {

// Flags of a node that its user does not see.
enum : std::uint16_t {
  kEscaped = 8,                            // a string with at least one escape
  kInteger = 16,                           // a number with neither fraction nor exponent
  kExponent = 32,                          // a number with an exponent, here or inside
  kInherited = kJsonbRefuses | kExponent,  // what a container takes over from its content
};

// One value or name. The nodes of a container's content follow it: in an object, name and value
// in turn. The field types keep a store to a node from aliasing the parser's own state.
struct Node {
  std::uint32_t begin;  // the text, quotes included: [begin, end)
  std::uint32_t end;
  std::uint32_t next;  // the node after this one and all inside; the parent while still open
  Type type;
  std::uint16_t flags;
};
static_assert(sizeof(Node) == 16);

constexpr std::uint32_t kNoNode = std::numeric_limits<std::uint32_t>::max();

// A text and its nodes in order. Memory is kept from one text to the next.
class Tape {
 public:
  void Start(std::string_view text) noexcept {
    text_ = text;
    size_ = 0;
  }
  std::string_view text() const noexcept { return text_; }
  std::uint32_t size() const noexcept { return size_; }
  std::uint32_t capacity() const noexcept { return capacity_; }
  Node& operator[](std::uint32_t i) noexcept { return nodes_.get()[i]; }
  const Node& operator[](std::uint32_t i) const noexcept { return nodes_.get()[i]; }

  // Requires size() < capacity().
  void Push(const Node& node) noexcept { nodes_.get()[size_++] = node; }

  // Room for at least one more node and at most `most` in all; false without memory.
  bool Grow(std::uint32_t most) noexcept {
    std::uint64_t want = capacity_ == 0 ? 256 : std::uint64_t{capacity_} * 2;
    if (want > most) want = most;
    return want > size_ && Resize(static_cast<std::uint32_t>(want));
  }

  // Gives back memory beyond `keep` nodes, and forgets the text.
  void Trim(std::uint32_t keep) noexcept {
    Start({});
    if (capacity_ > keep) Resize(keep == 0 ? 1 : keep);
  }

 private:
  struct Free {
    void operator()(Node* nodes) const noexcept { std::free(nodes); }
  };

  bool Resize(std::uint32_t capacity) noexcept {
    void* const moved = std::realloc(nodes_.get(), std::size_t{capacity} * sizeof(Node));
    if (moved == nullptr) return false;
    static_cast<void>(nodes_.release());  // realloc has taken it
    nodes_.reset(static_cast<Node*>(moved));
    capacity_ = capacity;
    return true;
  }

  std::string_view text_;
  std::unique_ptr<Node, Free> nodes_;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 0;
};

}  // namespace detail
}  // namespace json
}  // namespace sdk_v1
}  // namespace griot
