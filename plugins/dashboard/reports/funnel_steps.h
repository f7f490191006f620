#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace griot::dashboard {

enum class FunnelOrder { kOrdered, kStrict, kAny };

// What a funnel is. Plain data; times in microseconds.
struct FunnelRules {
  FunnelOrder order = FunnelOrder::kOrdered;
  size_t steps = 2;
  int64_t window = 0;            // from step 1, inclusive
  int64_t begins = 0, ends = 0;  // step 1 must lie in [begins, ends)
};

// An event of somebody, in order of time and rank.
struct FunnelEvent {
  int64_t at = 0;
  uint32_t matches = 0;  // bit i: it may fill step i
  bool excludes = false;
};

// How far somebody came: the times of the steps reached, the first being step 1's. Empty: no step.
// `removed`: an exclusion came between step 1 and the last step reached, or the end of the window
// where not all were.
struct FunnelRun {
  std::vector<int64_t> times;
  bool removed = false;
};

// The furthest that somebody came in any attempt; of equals the first to get there. Events of equal
// time count as in the order of the steps, and one event fills one step (docs/semantics.md §5).
// Pure.
FunnelRun FurthestRun(const FunnelRules& rules, std::vector<FunnelEvent> events);

}  // namespace griot::dashboard
