#include "host/pipeline/own_time.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace griot::test {
namespace {

using std::chrono::microseconds;

// Far less than a tick of the scheduler, at which the kernel's coarse clocks go on. Nothing here
// asks for a thread's time, which would set those clocks right; so others may have had the
// processor in some of these.
TEST(OwnTime, ShortWorkIsSeen) {
  constexpr int kTimes = 51;
  int seen = 0;
  for (int i = 0; i < kTimes; ++i) {
    const host::OwnTime time;
    const auto until = std::chrono::steady_clock::now() + microseconds(200);
    while (std::chrono::steady_clock::now() < until) {
    }
    seen += time.Took() >= microseconds(150);
  }
  EXPECT_GT(seen, kTimes / 2);
}

TEST(OwnTime, WaitingOfOnesOwnAccordCounts) {
  const host::OwnTime time;
  std::this_thread::sleep_for(microseconds(2'000));
  EXPECT_GE(time.Took(), microseconds(2'000));
}

}  // namespace
}  // namespace griot::test
