// People who are forgotten: every instance that keeps something of them is told.
#include <gmock/gmock.h>

#include "tests/host/pipeline/rig.h"

namespace griot::test {
namespace {

using ::testing::HasSubstr;

// The lanes' threads do it; Tend only hands it to them.
bool TendUntil(Rig& rig, const std::string& line, size_t times) {
  return Eventually([&] {
    rig.runtime().Tend();
    return Count(rig.Read("probe.log"), line) >= times;
  });
}

std::string Request(const char* id, const char* user, int cutoff) {
  return R"({"id":"01920000-0000-7000-8000-00000000000)" + std::string(id) +
         R"(","project":"p","identifiers":[["account",")" + user +
         R"("],["phone","+254700000001"]],"cutoff":)" + std::to_string(cutoff) + "}";
}

class ForgettingTest : public ::testing::Test {
 protected:
  // As the settings stood in the data folder when griot started.
  void StartWith(const std::string& requests) {
    std::ofstream(rig_.dir() + "/settings.json")
        << R"({"version":5,"forget":[)" << requests << "]}";
    rig_.Start();
  }
  Rig rig_{kStraight};
};

TEST_F(ForgettingTest, EveryInstanceIsToldOnce) {
  StartWith(Request("1", "ann", 7) + "," + Request("2", "bob", 7));
  EXPECT_EQ(rig_.Post("plain ann\nplain bob\nplain cid").status, 200);
  ASSERT_TRUE(TendUntil(rig_, R"(forgot {"keys":1} of p)", 2)) << rig_.Read("probe.log");
  for (int i = 0; i < 20; ++i) rig_.runtime().Tend();
  EXPECT_EQ(rig_.Post("plain ann").status, 200);  // comes after what the lane still had to do
  EXPECT_EQ(Count(rig_.Read("probe.log"), "forgot"), 2u);
}

TEST_F(ForgettingTest, WhoAsksForTimeIsAskedAgain) {
  StartWith(Request("1", "ann", 1));
  EXPECT_EQ(rig_.Post("plain ann").status, 200);
  EXPECT_TRUE(TendUntil(rig_, R"(forgot {"keys":1})", 1)) << rig_.Read("probe.log");
}

TEST_F(ForgettingTest, WhatMakesNoSenseIsPassedOver) {
  StartWith(
      R"(7,{},{"id":"x","project":"p","cutoff":1},{"id":"01920000-0000-7000-8000-000000000009"},)" +
      Request("1", "ann", 7));
  EXPECT_EQ(rig_.Post("plain ann").status, 200);
  EXPECT_TRUE(TendUntil(rig_, "forgot", 1));
}

}  // namespace
}  // namespace griot::test
