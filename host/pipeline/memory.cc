#include "host/pipeline/memory.h"

#include <cstdlib>
#include <cstring>
#include <new>

namespace griot::host {

MemoryPool::~MemoryPool() {
  for (char* block : free_) std::free(block);
}

char* MemoryPool::Take(size_t* size, bool must) {
  const size_t wanted = *size <= kBlock ? kBlock : *size;
  if (used_.fetch_add(wanted, std::memory_order_relaxed) + wanted > budget() && !must) {
    used_.fetch_sub(wanted, std::memory_order_relaxed);
    return nullptr;
  }
  *size = wanted;
  if (wanted == kBlock) {
    std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      char* block = free_.back();
      free_.pop_back();
      return block;
    }
  }
  char* block = static_cast<char*>(std::malloc(wanted));
  if (block == nullptr) {
    used_.fetch_sub(wanted, std::memory_order_relaxed);
    if (must) throw std::bad_alloc();
  }
  return block;
}

void MemoryPool::Give(char* block, size_t size) {
  used_.fetch_sub(size, std::memory_order_relaxed);
  // What a burst left behind goes back to the system: the free list keeps at most 16 MiB.
  constexpr size_t kKeep = 2048;
  if (size == kBlock) {
    std::lock_guard lock(mutex_);
    if (free_.size() < kKeep) {
      free_.push_back(block);
      return;
    }
  }
  std::free(block);
}

void* Arena::Alloc(size_t size, bool must) {
  const size_t rounded = (size + 15) & ~size_t{15};
  if (rounded < size) return nullptr;
  if (rounded > left_) {
    size_t got = rounded;
    char* block = pool_->Take(&got, must);
    if (block == nullptr) return nullptr;
    blocks_.push_back({block, got});
    size_ += got;
    // A large piece gets a block of its own; what is left of the present one stays in use.
    if (got > MemoryPool::kBlock && left_ > 0) return block;
    next_ = block;
    left_ = got;
  }
  void* result = next_;
  next_ += rounded;
  left_ -= rounded;
  return result;
}

griot_str Arena::Copy(griot_str text, bool must) {
  if (text.size == 0) return {"", 0};
  char* to = static_cast<char*>(Alloc(text.size, must));
  if (to == nullptr) return {nullptr, 0};
  std::memcpy(to, text.data, text.size);
  return {to, text.size};
}

void Arena::Reset() {
  for (const Block& block : blocks_) pool_->Give(block.data, block.size);
  blocks_.clear();
  size_ = 0;
  next_ = nullptr;
  left_ = 0;
}

}  // namespace griot::host
