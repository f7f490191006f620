#pragma once

// Which events stand twice in one request.

#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

#include "griot/abi/event.h"
#include "griot/uuid.hpp"

namespace griot {
inline namespace sdk_v1 {

// The ids of one request's events, to find those that stand in it twice. Its memory is reused from
// request to request. One thread.
class IdSet {
 public:
  // Forgets all, and makes room for so many.
  void Reset(std::size_t expected) {
    const std::size_t size = std::bit_ceil(expected * 2 + 2);
    if (slots_.size() < size) slots_.assign(size, Slot{});
    ++round_;
  }

  // False: it was there before. At most as many as were expected.
  bool Add(const griot_uuid& raw) {
    Uuid id;
    std::memcpy(id.b, raw.bytes, sizeof id.b);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = std::hash<Uuid>()(id) & mask;; at = (at + 1) & mask) {
      Slot& slot = slots_[at];
      if (slot.round == round_ && slot.id == id) return false;
      if (slot.round == round_) continue;
      slot = {id, round_};
      return true;
    }
  }

  // Gives back what a large batch took.
  void Trim() {
    if (slots_.size() > kKeep) slots_ = {};
  }

 private:
  static constexpr std::size_t kKeep = 1 << 14;

  struct Slot {
    Uuid id;
    std::uint64_t round = 0;  // the slot is taken when this is the current one
  };
  std::vector<Slot> slots_;
  std::uint64_t round_ = 0;
};

}  // namespace sdk_v1
}  // namespace griot
