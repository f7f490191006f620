#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "griot/uuid.hpp"

namespace griot::identity {

// Where an event stands in order.
struct Position {
  int64_t place = 0;
  Uuid event = {};
  auto operator<=>(const Position&) const = default;
};

// What is known to be stored: of what events show together, the earliest that was. An event that
// shows no more, and no earlier, can change nothing. The most recently met stay. One thread at a
// time.
class KnownSources {
 public:
  // Bytes. Longer ones are not remembered, since clients choose how long they are.
  static constexpr size_t kLongest = 512;

  explicit KnownSources(size_t most) : most_(most) {}

  // Whether an event there can change nothing.
  bool Covers(std::string_view sources, const Position& position);
  // An event there, of a session key with that hash, was stored.
  void Add(std::string_view sources, const Position& position, uint64_t hash = 0);
  // All, the least recently met first: added in this order they come to stand as they do here.
  template <class Take>
  void Each(const Take& take) const {
    for (auto at = list_.rbegin(); at != list_.rend(); ++at) take(at->sources, at->first, at->hash);
  }
  // Forgets all that begin so; returns how many.
  size_t Forget(std::string_view prefix);

  size_t size() const { return list_.size(); }

 private:
  struct Entry {
    std::string sources;
    Position first;
    uint64_t hash;
  };
  using List = std::list<Entry>;  // most recently met first

  const size_t most_;
  List list_;
  std::unordered_map<std::string_view, List::iterator> by_sources_;
};

}  // namespace griot::identity
