// What the latest calls of a stage have cost, and how many events they declared dead.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "griot/abi.h"

namespace griot::host {

// Of the last 64 batches. For one thread.
class RecentCalls {
 public:
  void Add(std::chrono::nanoseconds took, const std::vector<griot_verdict>& verdicts);

  size_t count() const { return count_; }
  // Of an event, and of a batch, without the slowest tenth: what else ran on the machine then is
  // not the stage's.
  struct Cost {
    double event_ns = 0, batch_ns = 0;
    double middle_ns = 0;  // of an event, in the batch in the middle
  };
  Cost cost() const;
  double dead_share() const;

 private:
  struct Call {
    int64_t ns;
    uint32_t events, dead;
  };
  static constexpr size_t kMost = 64;
  std::array<Call, kMost> calls_{};
  size_t count_ = 0, next_ = 0;
};

}  // namespace griot::host
