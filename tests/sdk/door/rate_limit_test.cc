#include "griot/door/rate_limit.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>
#include <vector>

#include "tests/support/seed.h"

namespace griot {
namespace {

constexpr int64_t kSec = 1'000'000'000;

TEST(RateLimit, GivesItsBurstAndThenItsRate) {
  const RateLimit limit(2, 3, nullptr);
  const int64_t start = 1000 * kSec;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(limit.Wait(start), 0);
    limit.Take(start, 1);
  }
  EXPECT_EQ(limit.Wait(start), kSec / 2);
  EXPECT_EQ(limit.Wait(start + kSec / 2 - 1), 1);
  EXPECT_EQ(limit.Wait(start + kSec / 2), 0);
}

TEST(RateLimit, LetsAnyBatchInAndWaitsItsDebtOut) {
  const RateLimit limit(10, 5, nullptr);
  const int64_t start = 1000 * kSec;
  EXPECT_EQ(limit.Wait(start), 0);
  limit.Take(start, 105);
  // 100 owed at ten a second, and one for whoever comes.
  EXPECT_EQ(limit.Wait(start), 10 * kSec + kSec / 10);
}

TEST(RateLimit, IsNeverFullerThanItsBurst) {
  const RateLimit limit(1000, 2, nullptr);
  limit.Take(kSec, 1);
  const int64_t later = 1'000'000 * kSec;
  limit.Take(later, 2);
  EXPECT_GT(limit.Wait(later), 0);
}

TEST(RateLimit, GoesOnUnderNewNumbers) {
  const RateLimit slow(1, 1, nullptr);
  slow.Take(kSec, 11);
  const RateLimit same(1, 1, &slow), fast(100, 1, &slow), other(1, 1, nullptr);
  EXPECT_EQ(same.Wait(kSec), slow.Wait(kSec));
  EXPECT_GT(fast.Wait(kSec), 0);
  EXPECT_EQ(other.Wait(kSec), 0);
}

TEST(RateLimit, TheSlowestAndTheLongestDoNotOverflow) {
  const RateLimit limit(RateLimit::kLeast, RateLimit::kMostBurst, nullptr);
  const int64_t now = int64_t{1} << 60;
  limit.Take(now, 22'000'000);  // a body of 64 MiB holds no more
  EXPECT_GT(limit.Wait(now), 0);
}

// Whatever comes when: over any stretch of time no more than the burst, the rate, and one batch.
TEST(RateLimit, HoldsInTheLongRun) {
  std::mt19937_64 random(test::Seed());
  for (int round = 0; round < 50; ++round) {
    const double rate = 1 + static_cast<double>(random() % 100);
    const int64_t burst = 1 + static_cast<int64_t>(random() % 50);
    const RateLimit limit(rate, burst, nullptr);
    const int64_t start = 5 * kSec;
    int64_t now = start, taken = 0, largest = 0;
    for (int i = 0; i < 2000; ++i) {
      now += static_cast<int64_t>(random() % 20'000'000);
      if (limit.Wait(now) > 0) continue;
      const int64_t batch = 1 + static_cast<int64_t>(random() % 30);
      limit.Take(now, batch);
      taken += batch;
      largest = std::max(largest, batch);
    }
    const double allowed = rate * static_cast<double>(now - start) / 1e9;
    EXPECT_LE(static_cast<double>(taken),
              allowed * 1.000001 + static_cast<double>(burst + largest));
    EXPECT_GE(static_cast<double>(taken), allowed * 0.9 - 1);  // and it is not stricter either
  }
}

TEST(RateLimit, CountsEveryTakerOfManyThreads) {
  const RateLimit limit(1, 1, nullptr);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&limit] {
      for (int i = 0; i < 10'000; ++i) limit.Take(kSec, 1);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(limit.Wait(kSec), 40'000 * kSec);
}

}  // namespace
}  // namespace griot
