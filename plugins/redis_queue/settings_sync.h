// Keeps the host's copy of the projects' settings and Redis' copy the same: the newest wins.
#pragma once

#include "griot/cpp/host.hpp"
#include "link.h"

namespace griot::redis_queue {

// One thread at a time.
class SettingsSync {
 public:
  explicit SettingsSync(const Context& context) : context_(context) {}

  // One look, when half a second has passed since the last one; one short round trip, and a second
  // one when either side has news.
  Status Step(Link& link);
  // The same at once, as before this process goes.
  Status Now(Link& link);

 private:
  Status FromRedis(Link& link);
  Status ToRedis(Link& link);

  Context context_;
  Clock::time_point next_{};
};

}  // namespace griot::redis_queue
