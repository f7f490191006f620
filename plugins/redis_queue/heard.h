// Puts what the doors of this process heard to where dashboards see it.
#pragma once

#include <string>
#include <vector>

#include "link.h"

namespace griot::redis_queue {

// One thread at a time. Nothing depends on it: what Redis does not take is given up.
class HeardSync {
 public:
  // The requests since the last step, and now and then the doors; no round trip when there is
  // neither.
  void Step(Link& link);

 private:
  size_t AppendRequests(Link& link);
  size_t AppendDoors(Link& link);

  Clock::time_point next_{}, next_doors_{};
};

}  // namespace griot::redis_queue
