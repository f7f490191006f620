// The one byte budget: newcomers are refused first, what is under way can always end.
#include "host/pipeline/memory.h"

#include <gtest/gtest.h>

#include <cstring>

namespace griot::host {
namespace {

constexpr size_t kBlock = MemoryPool::kBlock;

TEST(Memory, NewcomersLeaveAQuarterForWhatIsUnderWay) {
  MemoryPool pool(16 * kBlock);
  EXPECT_TRUE(pool.HasRoom(12 * kBlock));
  EXPECT_FALSE(pool.HasRoom(12 * kBlock + 1));
}

TEST(Memory, ASpentBudgetGivesNothingButWhatMustBe) {
  MemoryPool pool(2 * kBlock);
  Arena arena(pool);
  EXPECT_NE(arena.Alloc(kBlock), nullptr);
  EXPECT_NE(arena.Alloc(kBlock), nullptr);
  EXPECT_EQ(arena.Alloc(1), nullptr);
  EXPECT_EQ(arena.Copy(griot_str{"x", 1}).data, nullptr);
  EXPECT_NE(arena.MustAlloc(1), nullptr);
  EXPECT_GT(pool.used(), pool.budget());
  arena.Reset();
  EXPECT_EQ(pool.used(), 0u);
  EXPECT_NE(arena.Alloc(1), nullptr);
}

TEST(Memory, PiecesAreAlignedAndDoNotOverlap) {
  MemoryPool pool(64 * kBlock);
  Arena arena(pool);
  char* before = nullptr;
  for (size_t size : {1, 17, 4000, 9000, 3, 100000, 5}) {
    auto* piece = static_cast<char*>(arena.Alloc(size));
    ASSERT_NE(piece, nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(piece) % 16, 0u);
    std::memset(piece, 1, size);  // a sanitizer would see an overlap with freed memory
    EXPECT_NE(piece, before);
    before = piece;
  }
}

TEST(Memory, ALargePieceDoesNotWasteTheBlockInUse) {
  MemoryPool pool(64 * kBlock);
  Arena arena(pool);
  arena.Alloc(16);
  arena.Alloc(4 * kBlock);
  arena.Alloc(16);
  EXPECT_EQ(pool.used(), 5 * kBlock);
}

}  // namespace
}  // namespace griot::host
