#include "plugins/dashboard/auth/throttle.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/seed.h"

namespace griot::dashboard {
namespace {

constexpr int64_t kSecondNs = 1'000'000'000;

TEST(Throttle, SoManyAtOnceThenOneInATime) {
  Throttle throttle(0.1, 5);
  int64_t now = 1000 * kSecondNs;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(throttle.Wait("a", now), 0) << i;
    throttle.Take("a", now);
  }
  EXPECT_EQ(throttle.Wait("a", now), 10);
  EXPECT_EQ(throttle.Wait("b", now), 0) << "others are not held up";
  now += 10 * kSecondNs;
  EXPECT_EQ(throttle.Wait("a", now), 0);
  throttle.Take("a", now);
  EXPECT_EQ(throttle.Wait("a", now), 10);
}

// In any time, however the tries fall: never more than the burst and the rate allow.
TEST(Throttle, NeverMoreThanTheRateAllows) {
  std::mt19937_64 random(test::Seed());
  for (int round = 0; round < 200; ++round) {
    Throttle throttle(1, 4);
    int64_t now = 1000 * kSecondNs;
    const int64_t begin = now;
    int taken = 0;
    for (int i = 0; i < 200; ++i) {
      now += static_cast<int64_t>(random() % static_cast<uint64_t>(kSecondNs));
      if (throttle.Wait("a", now) > 0) continue;
      throttle.Take("a", now);
      ++taken;
      ASSERT_LE(taken, 4 + (now - begin) / kSecondNs + 1);
    }
  }
}

TEST(Throttle, AFloodOfNamesTakesBoundedMemoryAndOpensNothing) {
  Throttle throttle(0.1, 2, 100);
  int64_t now = 1000 * kSecondNs;
  for (int i = 0; i < 100; ++i) throttle.Take("x" + std::to_string(i), now);
  EXPECT_EQ(throttle.Wait("new", now), 10) << "full of those who have failed";
  EXPECT_EQ(throttle.Wait("x1", now), 0) << "one of two";
  throttle.Take("x1", now);
  now += 10 * kSecondNs;
  EXPECT_EQ(throttle.Wait("new", now), 0) << "the others are as good as new";
  throttle.Take("x1", now);
  EXPECT_EQ(throttle.Wait("x1", now), 10) << "who has failed is still known";
}

TEST(Throttle, AnIpv6CustomerIsOne) {
  EXPECT_EQ(AddressBlock("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(AddressBlock("2001:db8:1:2::9"), "2001:db8:1:2::");
  EXPECT_NE(AddressBlock("2001:db8:1:3::9"), "2001:db8:1:2::");
  EXPECT_EQ(AddressBlock("::ffff:192.0.2.1"), "::ffff:192.0.2.1");
  EXPECT_EQ(AddressBlock("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(AddressBlock("nonsense"), "nonsense");
}

}  // namespace
}  // namespace griot::dashboard
