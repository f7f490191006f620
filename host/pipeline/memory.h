// One byte budget for the whole host, and the arenas that spend it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

#include "griot/abi/types.h"

namespace griot::host {

// Hands out blocks of one size from a free list, and counts them against the budget. Thread-safe.
class MemoryPool {
 public:
  // Large enough for a request of a hundred events, small enough for one of a single event.
  static constexpr size_t kBlock = 8 * 1024;

  explicit MemoryPool(uint64_t budget) : budget_(budget) {}
  MemoryPool(const MemoryPool&) = delete;
  ~MemoryPool();

  // True while a newcomer may still come in. The rest of the budget is for what is under way: a
  // batch that was accepted must be able to finish.
  bool HasRoom(uint64_t bytes) const { return used() + bytes <= budget() / 4 * 3; }
  uint64_t used() const { return used_.load(std::memory_order_relaxed); }
  uint64_t budget() const { return budget_.load(std::memory_order_relaxed); }
  // What is taken already stays taken, also when it is more.
  void SetBudget(uint64_t budget) { budget_.store(budget, std::memory_order_relaxed); }

  // A block of at least `size` bytes; its real size comes back in *size. nullptr: spent. With
  // `must` the budget is overdrawn instead: for what a batch needs in order to end at all.
  char* Take(size_t* size, bool must);
  void Give(char* block, size_t size);

 private:
  std::atomic<uint64_t> budget_;
  std::atomic<uint64_t> used_{0};
  std::mutex mutex_;
  std::vector<char*> free_;  // blocks of kBlock bytes
};

// A bump allocator over the pool's blocks; all of it is given back at once. One thread at a time.
class Arena {
 public:
  explicit Arena(MemoryPool& pool) : pool_(&pool) {}
  Arena(const Arena&) = delete;
  ~Arena() { Reset(); }

  // Aligned to 16; nullptr: the budget is spent.
  void* Alloc(size_t size) { return Alloc(size, false); }
  // The copy's data is nullptr only when the budget is spent.
  griot_str Copy(griot_str text) { return Copy(text, false); }
  // The same, but overdrawing the budget rather than failing.
  void* MustAlloc(size_t size) { return Alloc(size, true); }
  griot_str MustCopy(griot_str text) { return Copy(text, true); }
  void Reset();
  // What it holds of the budget.
  size_t size() const { return size_; }
  MemoryPool& pool() { return *pool_; }

 private:
  void* Alloc(size_t size, bool must);
  griot_str Copy(griot_str text, bool must);

  struct Block {
    char* data;
    size_t size;
  };
  MemoryPool* pool_;
  std::vector<Block> blocks_;
  char* next_ = nullptr;
  size_t left_ = 0;
  size_t size_ = 0;
};

}  // namespace griot::host
