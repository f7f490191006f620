// The ledger put together: what relays accepted, and what the stores say became of it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "griot/cpp/status.hpp"
#include "host/pipeline/stage.h"

namespace griot::host {

struct LedgerLine {
  uint64_t accepted = 0, restored = 0, stored = 0, duplicate = 0, filtered = 0, dead = 0;
  uint64_t settled() const { return stored + duplicate + filtered + dead; }
  uint64_t in_flight() const { return accepted - settled(); }
};

struct LedgerReport {
  std::map<std::pair<std::string, std::string>, LedgerLine> lines;  // by (project, source)
  bool knows_accepted = false;                                      // a relay answered
  bool knows_outcomes = false;                                      // a store answered
  std::vector<std::string> troubles;

  // {"lines":[…],"total":{…},"balanced":true,"troubles":[…]}
  std::string Json() const;
};

// Asks every stage that keeps a side of the ledger. Where the store has settled more than a relay
// counted (Redis lost its last second), the relay's count is put back. Any thread; one at a time.
LedgerReport ReadLedger(const std::vector<Stage*>& stages);

}  // namespace griot::host
