// Are Redis' own settings as strong as what the pipeline promises?
#pragma once

#include "connection.h"
#include "griot/cpp/status.hpp"

namespace griot::redis_queue {

// Asks Redis. RETRY, with the commands that would heal it, when it is weaker than `power_cut` (or,
// without that, the death of processes) needs, or when it may evict the queue to make room.
Status CheckDurability(Connection& redis, bool power_cut);

}  // namespace griot::redis_queue
