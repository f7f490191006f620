// The accepted side of the ledger, as Redis holds it.
#pragma once

#include <string_view>

#include "griot/cpp/stage.hpp"
#include "link.h"
#include "options.h"

namespace griot::redis_queue {

// Reads and restores over a connection of its own, so that it never waits for the lane. One call at
// a time, any thread; `options` must outlive it.
class Ledger {
 public:
  explicit Ledger(const Options& options);

  Status ReadAll(const Stage::LedgerTake& take);
  // Sets the count to `settled` where it is lower, and counts what was put back.
  Status Restore(std::string_view project, std::string_view source, uint64_t settled);

 private:
  Link link_;
};

}  // namespace griot::redis_queue
