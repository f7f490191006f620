#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "plugins/dashboard/api/workers.h"

namespace griot::dashboard {

// Hears when the client of a job has gone, and ends the job's statement. The host may still be
// telling it when the answer has been given, so it is told a number, never a pointer. Any thread.
class Departures {
 public:
  // From now on; the job's reply must still be owed.
  static void Watch(const std::shared_ptr<Job>& job);

 private:
  static void Gone(void* number);
};

}  // namespace griot::dashboard
