#include "plugins/dashboard/rollup/cell.h"

#include <array>

namespace griot::dashboard {
namespace {

// Numbers: of more it is quicker to unite two sets than to add each.
constexpr size_t kSmall = 16;

uint32_t Little(std::string_view bytes, size_t at, size_t size) {
  uint32_t value = 0;
  for (size_t i = size; i-- > 0;) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return value;
}

// The numbers of a small set without runs, in the format that all Roaring libraries share: cookie,
// count of containers; key and cardinality - 1 of each; the offset of each; and their values. How
// many; 0: it is none of these.
size_t SmallOf(std::string_view bytes, std::array<uint32_t, kSmall>* numbers) {
  constexpr uint32_t kNoRuns = 12346;
  if (bytes.size() < 8 || Little(bytes, 0, 4) != kNoRuns) return 0;
  const size_t containers = Little(bytes, 4, 4);
  if (containers > kSmall || bytes.size() < 8 + containers * 8) return 0;
  size_t count = 0, at = 8 + containers * 8;
  for (size_t c = 0; c < containers; ++c) {
    const uint32_t high = Little(bytes, 8 + c * 4, 2) << 16;
    const size_t cardinality = Little(bytes, 10 + c * 4, 2) + size_t{1};
    if (count + cardinality > kSmall || bytes.size() < at + cardinality * 2) return 0;
    for (size_t i = 0; i < cardinality; ++i, at += 2) {
      (*numbers)[count++] = high | Little(bytes, at, 2);
    }
  }
  return at == bytes.size() ? count : 0;
}

}  // namespace

std::string BitmapBytes(const Roaring& set) {
  std::string bytes(set.getSizeInBytes(true), '\0');
  set.write(bytes.data(), true);
  return bytes;
}

Roaring BitmapOf(std::string_view bytes) { return Roaring::readSafe(bytes.data(), bytes.size()); }

void AddBitmap(std::string_view bytes, Roaring* set) {
  std::array<uint32_t, kSmall> numbers;
  if (const size_t count = SmallOf(bytes, &numbers); count > 0) {
    set->addMany(count, numbers.data());
  } else {
    *set |= BitmapOf(bytes);
  }
}

}  // namespace griot::dashboard
