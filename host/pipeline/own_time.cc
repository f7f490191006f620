#include "host/pipeline/own_time.h"

#include <sys/resource.h>
#include <time.h>

#include <algorithm>

#include "host/pipeline/call_thread.h"

namespace griot::host {
namespace {

// How often this thread has waited of its own accord.
long Waits() {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nvcsw;
}

// getrusage knows this too, but only as of the latest tick of the scheduler: a batch that takes
// less than one, which are most, would have taken no time at all.
std::chrono::nanoseconds Worked() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

}  // namespace

OwnTime::OwnTime()
    : store_(CallThread::StoreTime()),
      begun_(std::chrono::steady_clock::now()),
      waits_(Waits()),
      worked_(Worked()) {}

std::chrono::nanoseconds OwnTime::Took() const {
  const auto worked = Worked() - worked_;
  const auto took = std::chrono::steady_clock::now() - begun_ - (CallThread::StoreTime() - store_);
  return Waits() == waits_ ? std::min<std::chrono::nanoseconds>(took, worked) : took;
}

}  // namespace griot::host
