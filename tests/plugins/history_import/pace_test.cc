#include "plugins/history_import/client/pace.h"

#include <gtest/gtest.h>

namespace griot::history_import {
namespace {

using std::chrono::milliseconds;

// A store that ends `rate` events a second, and a sender that sends a thousand more whenever it
// may.
class Store {
 public:
  // The most that was in flight in the second half of these seconds.
  uint64_t Run(Pace& pace, double rate, int seconds) {
    uint64_t most = 0;
    for (int tick = 0; tick < seconds * 10; ++tick) {
      now_ += milliseconds(100);
      ended_ += std::min(rate / 10, static_cast<double>(accepted_) - ended_);
      const auto heard = [&] {
        pace.Heard(now_, accepted_, accepted_ - static_cast<uint64_t>(ended_));
        return pace.Holds();
      };
      for (int sent = 0; sent < 1000 && !heard(); ++sent) accepted_ += 1000;
      if (tick > seconds * 5) most = std::max(most, accepted_ - static_cast<uint64_t>(ended_));
    }
    return most;
  }

 private:
  Pace::Clock::time_point now_;
  uint64_t accepted_ = 7'000'000;
  double ended_ = 7'000'000;
};

TEST(Pace, TwoSecondsOfTheStoresWorkAreOnItsWay) {
  Pace pace;
  Store store;
  EXPECT_NEAR(static_cast<double>(store.Run(pace, 20'000, 10)), 40'000, 6'000);
  EXPECT_NEAR(static_cast<double>(store.Run(pace, 12'000, 10)), 24'000, 6'000);
  EXPECT_NEAR(static_cast<double>(store.Run(pace, 25'000, 10)), 50'000, 6'000);
}

TEST(Pace, HasBounds) {
  Pace pace;
  Store store;
  EXPECT_NEAR(static_cast<double>(store.Run(pace, 0, 5)), Pace::kLeast, 1'001);
  EXPECT_NEAR(static_cast<double>(store.Run(pace, 500'000, 20)), Pace::kMost, 1'001);
}

TEST(Pace, WithoutWorkNothingIsLearnt) {
  Pace pace;
  Pace::Clock::time_point now;
  Store store;
  store.Run(pace, 30'000, 10);
  for (int i = 0; i < 50; ++i) pace.Heard(now += milliseconds(100), 9'000'000, 0);
  pace.Heard(now, 9'020'000, 20'000);
  EXPECT_FALSE(pace.Holds());
}

}  // namespace
}  // namespace griot::history_import
