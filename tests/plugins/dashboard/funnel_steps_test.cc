#include "plugins/dashboard/reports/funnel_steps.h"

#include <gtest/gtest.h>

namespace griot::dashboard {
namespace {

using Times = std::vector<int64_t>;

FunnelRules Rules(FunnelOrder order, size_t steps, int64_t window) {
  return {order, steps, window, 0, 1000};
}

TEST(FunnelSteps, TheWindowIsInclusive) {
  const FunnelRules rules = Rules(FunnelOrder::kOrdered, 2, 10);
  EXPECT_EQ(FurthestRun(rules, {{0, 1}, {10, 2}}).times, (Times{0, 10}));
  EXPECT_EQ(FurthestRun(rules, {{0, 1}, {11, 2}}).times, (Times{0}));
}

TEST(FunnelSteps, EqualTimesCountAsInOrder) {
  EXPECT_EQ(FurthestRun(Rules(FunnelOrder::kOrdered, 3, 10), {{5, 4}, {5, 2}, {5, 1}}).times,
            (Times{5, 5, 5}));
}

TEST(FunnelSteps, OneEventFillsOneStep) {
  EXPECT_EQ(FurthestRun(Rules(FunnelOrder::kOrdered, 2, 10), {{5, 3}}).times, (Times{5}));
  EXPECT_EQ(FurthestRun(Rules(FunnelOrder::kAny, 2, 10), {{5, 3}}).times, (Times{5}));
  EXPECT_EQ(FurthestRun(Rules(FunnelOrder::kAny, 2, 10), {{5, 3}, {6, 3}}).times, (Times{5, 6}));
}

TEST(FunnelSteps, StrictHasNothingBetween) {
  EXPECT_EQ(FurthestRun(Rules(FunnelOrder::kStrict, 2, 10), {{0, 1}, {1, 0}, {2, 2}}).times,
            (Times{0}));
  EXPECT_EQ(FurthestRun(Rules(FunnelOrder::kOrdered, 2, 10), {{0, 1}, {1, 0}, {2, 2}}).times,
            (Times{0, 2}));
}

TEST(FunnelSteps, TheFirstStepLiesInTheRangeAndOthersMayFollowIt) {
  const FunnelRules rules = Rules(FunnelOrder::kOrdered, 2, 10);
  EXPECT_EQ(FurthestRun(rules, {{-1, 1}, {5, 2}}).times, Times());
  EXPECT_EQ(FurthestRun(rules, {{999, 1}, {1005, 2}}).times, (Times{999, 1005}));
  EXPECT_EQ(FurthestRun(rules, {{1000, 1}, {1005, 2}}).times, Times());
}

TEST(FunnelSteps, AnExclusionOnTheWayRemoves) {
  const FunnelRules rules = Rules(FunnelOrder::kOrdered, 2, 10);
  EXPECT_TRUE(FurthestRun(rules, {{0, 1}, {3, 0, true}, {5, 2}}).removed);
  EXPECT_FALSE(FurthestRun(rules, {{0, 1}, {5, 2}, {6, 0, true}}).removed);
  EXPECT_TRUE(FurthestRun(rules, {{0, 1}, {10, 0, true}}).removed);
}

}  // namespace
}  // namespace griot::dashboard
