#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>

namespace griot {
inline namespace sdk_v1 {
namespace json {

// Memory for decoded strings: handed out in turn, given back all at once. What Alloc() returned
// stays valid until Reset() or the destructor. Not thread-safe; one a thread.
//
// Wherever a Scratch is taken, any type with `char* Alloc(size_t) noexcept` that returns null when
// there is no memory does as well: the arena of a batch, for instance.
class Scratch {
 public:
  Scratch() noexcept = default;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { FreeAll(); }

  char* Alloc(std::size_t size) noexcept {
    if (size > left_ && !Grow(size)) return nullptr;
    char* const out = next_;
    next_ += size;
    left_ -= size;
    return out;
  }

  // Forgets everything that was handed out. The newest block, which is the largest, is kept for
  // what comes next, so that a steady load allocates nothing.
  void Reset() noexcept {
    if (top_ == nullptr) return;
    Block* const keep = top_;
    top_ = keep->below;
    FreeAll();
    keep->below = nullptr;
    Use(keep);
  }

 private:
  struct Block {
    Block* below;
    std::size_t size;
  };

  void Use(Block* block) noexcept {
    top_ = block;
    next_ = reinterpret_cast<char*>(block + 1);
    left_ = block->size;
  }

  bool Grow(std::size_t size) noexcept {
    std::size_t want = top_ == nullptr ? 4096 : top_->size * 2;
    if (want < size) want = size;
    if (want > static_cast<std::size_t>(-1) - sizeof(Block)) return false;
    auto* const block = static_cast<Block*>(std::malloc(sizeof(Block) + want));
    if (block == nullptr) return false;
    *block = {top_, want};
    Use(block);
    return true;
  }

  void FreeAll() noexcept {
    while (top_ != nullptr) {
      Block* const below = top_->below;
      std::free(top_);
      top_ = below;
    }
  }

  Block* top_ = nullptr;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace json
}  // namespace sdk_v1
}  // namespace griot
