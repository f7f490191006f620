// A swap that has begun, and an old version on its way out. For swaps.cc and swap_watch.cc.
#pragma once

#include <atomic>
#include <thread>

#include "host/pipeline/edge_task.h"
#include "host/pipeline/holdings.h"
#include "host/pipeline/swaps.h"

namespace griot::host {

struct Swaps::Active {
  enum class Phase { kShadow, kLeavesShadow, kCopies, kGate, kWatched, kRollsBack, kIsAccepted };

  ~Active() {
    if (loader.joinable()) loader.join();
  }

  SwapReport report;
  std::vector<LaneSwap> lanes;  // stay where they are: `edges` refers to them
  std::vector<EdgeTask> edges;  // what lanes are asked to do between two batches
  // Has the new one take what was copied, lane after lane: one processor less for the others.
  std::thread loader;
  std::atomic<bool> loaded{false};
  std::shared_ptr<const Library> from, to;
  std::chrono::steady_clock::time_point since;
  Holdings held;                                 // when the new version began to serve
  std::chrono::steady_clock::time_point looked;  // at what is held now
  Phase phase = Phase::kWatched;
  SwapReport::State ends_as = SwapReport::State::kRolledBack;
  std::string why;         // it rolls back, or is refused beside the old one; empty: it is neither
  uint64_t shadow = 0;     // batches that are to be run beside
  bool with_state = true;  // that is handed over
  bool told = false;       // that the record cannot be written
};

struct Swaps::Leaving {
  uint64_t swap;
  std::string stage;
  std::vector<std::shared_ptr<Generation>> generations;
  std::shared_ptr<const Library> library;
};

}  // namespace griot::host
