#include "plugins/identity_resolver/known.h"

#include <gtest/gtest.h>

namespace griot::identity {
namespace {

Position At(int64_t place, uint8_t event = 0) {
  Position position{place, {}};
  position.event.b[0] = event;
  return position;
}

TEST(KnownSourcesTest, WhatWasStoredCoversWhatFollows) {
  KnownSources known(10);
  EXPECT_FALSE(known.Covers("a", At(5)));
  known.Add("a", At(5, 2));
  EXPECT_TRUE(known.Covers("a", At(6)));
  EXPECT_TRUE(known.Covers("a", At(5, 2)));
  EXPECT_FALSE(known.Covers("a", At(5, 1)));  // of one time the lesser id is earlier
  EXPECT_FALSE(known.Covers("a", At(4, 9)));
  EXPECT_FALSE(known.Covers("b", At(6)));
}

TEST(KnownSourcesTest, TheEarliestCounts) {
  KnownSources known(10);
  known.Add("a", At(5));
  known.Add("a", At(3));
  known.Add("a", At(7));
  EXPECT_TRUE(known.Covers("a", At(3)));
  EXPECT_EQ(known.size(), 1u);
}

TEST(KnownSourcesTest, TheMostRecentlyMetStay) {
  KnownSources known(2);
  known.Add("a", At(1));
  known.Add("b", At(1));
  EXPECT_TRUE(known.Covers("a", At(2)));
  known.Add("c", At(1));
  EXPECT_FALSE(known.Covers("b", At(2)));
  EXPECT_TRUE(known.Covers("a", At(2)));
  EXPECT_TRUE(known.Covers("c", At(2)));
}

TEST(KnownSourcesTest, WhatIsTooLongIsNotRemembered) {
  KnownSources known(10);
  known.Add(std::string(KnownSources::kLongest, 'x'), At(1));
  known.Add(std::string(KnownSources::kLongest + 1, 'x'), At(1));
  EXPECT_EQ(known.size(), 1u);
}

TEST(KnownSourcesTest, AProjectIsForgotten) {
  KnownSources known(10);
  known.Add("p1x", At(1));
  known.Add("p1y", At(1));
  known.Add("p2x", At(1));
  EXPECT_EQ(known.Forget("p1"), 2u);
  EXPECT_FALSE(known.Covers("p1x", At(2)));
  EXPECT_TRUE(known.Covers("p2x", At(2)));
}

}  // namespace
}  // namespace griot::identity
