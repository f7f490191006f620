// For how long a thread has been at something, without what others made it wait for.
#pragma once

#include <chrono>

namespace griot::host {

// From its making on, of the thread that made it: the time of the clock, without the calls of the
// store (CallThread::StoreTime). A thread that never gave its processor up has at most worked as
// long as it had one: what it waited for that was others' doing.
class OwnTime {
 public:
  OwnTime();
  std::chrono::nanoseconds Took() const;

 private:
  const std::chrono::nanoseconds store_;
  const std::chrono::steady_clock::time_point begun_;
  const long waits_;
  const std::chrono::nanoseconds worked_;
};

}  // namespace griot::host
