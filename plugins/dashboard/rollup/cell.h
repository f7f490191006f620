#pragma once

#include <cstdint>
#include <map>
#include <roaring/roaring.hh>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace griot::dashboard {

inline constexpr int64_t kQuarter = 900;  // seconds
inline constexpr int64_t kBlock = 3 * 3600;
inline constexpr int64_t kDay = 86'400;

// What is counted of some events. Plain data.
struct Cell {
  int64_t events = 0;
  int64_t own = 0;
  Roaring people;  // numbers of identifiers

  void Add(const Cell& other) {
    events += other.events;
    own += other.own;
    people |= other.people;
  }
};

// Which events a cell counts, within a bucket.
struct CellKey {
  std::string dim, value, name;
  auto operator<=>(const CellKey&) const = default;
};

// Cells by project, beginning of the bucket (seconds since 1970) and key.
using Buckets = std::map<std::pair<std::string, int64_t>, std::map<CellKey, Cell>>;

std::string BitmapBytes(const Roaring& set);
// Throws std::runtime_error on what is none.
Roaring BitmapOf(std::string_view bytes);
// The same, into a set. Of small ones, which most are, no other set is made on the way.
void AddBitmap(std::string_view bytes, Roaring* set);

}  // namespace griot::dashboard
