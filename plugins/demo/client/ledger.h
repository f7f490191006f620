#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "griot/command.hpp"

namespace griot::demo {

// What the griot of this data folder says that became of events: of one project, and how many of
// all are in flight.
struct LedgerSums {
  uint64_t stored = 0, duplicate = 0, filtered = 0, dead = 0, in_flight = 0, all_in_flight = 0;
};

// nullopt: none runs on this folder, or it cannot say.
std::optional<LedgerSums> AskLedger(const CommandLine& line, std::string_view project);

}  // namespace griot::demo
