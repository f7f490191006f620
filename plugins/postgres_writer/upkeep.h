#pragma once

#include <vector>

#include "connection.h"
#include "griot/cpp/host.hpp"
#include "store_catalogue.h"

namespace griot::postgres {

// Does the plugins' work in their tables that no event brings about, a little at a time, so that
// the lane whose tick it is is not held up. One thread at a time; the tasks must outlive it.
class Upkeep {
 public:
  explicit Upkeep(const std::vector<UpkeepTask>& tasks) : tasks_(tasks), due_(tasks.size()) {}

  // Runs what is due. A task that fails is told of and left for later: it is the plugin's, and the
  // events must flow.
  PgError Run(Connection& connection, const Context& context);

 private:
  const std::vector<UpkeepTask>& tasks_;
  std::vector<Clock::time_point> due_;
};

}  // namespace griot::postgres
