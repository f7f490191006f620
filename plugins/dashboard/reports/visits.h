#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plugins/dashboard/reports/ask.h"

namespace griot::dashboard {

// One person's sessions without a pause of more than half an hour, over all channels. `nodes`: of
// its own events in order, consecutive repeats folded, as places in Visits::names.
struct Visit {
  uint32_t person = 0;
  int64_t begins = 0;
  std::vector<uint32_t> nodes;
};

struct Visits {
  std::vector<std::string> names;
  std::vector<Visit> list;
};

// The visits that began in the period of `ask`, of at most 3 million own events (else 503). What
// went on for more than two days before it without a pause began there.
Visits ReadVisits(const Ask& ask);

}  // namespace griot::dashboard
