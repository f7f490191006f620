// A new version beside the old one, before it takes over.
#include <gmock/gmock.h>

#include "tests/host/pipeline/swap_rig.h"

namespace griot::test {
namespace {

using ::testing::HasSubstr;
using State = host::SwapReport::State;

const std::string kNext = std::string(GRIOT_PLUGIN_VERSIONS) + "/pure_next.griot.so";

TEST(SwapShadow, DifferencesAreCountedBeforeItTakesOver) {
  SwapRig rig("{probation: 0s, batches: 1, deadline: 300ms}");
  const host::SwapReport begun = rig.SwapAfterShadow("main/mark", kNext, 5);
  EXPECT_EQ(begun.state, State::kShadow) << begun.why;
  for (const char* event : {"drop_me a", "rename_me b", "mark_me c", "tell_me d", "same e"})
    EXPECT_EQ(rig.Post(event).status, 200);
  // What was stored is what the old version made.
  EXPECT_THAT(rig.Stored(), HasSubstr(R"("name":"drop_me")"));
  EXPECT_THAT(rig.Stored(), HasSubstr(R"("name":"rename_me","user":"b")"));
  EXPECT_THAT(rig.Stored(), HasSubstr(R"("by":"1.0.0"})"));
  const host::SwapReport end = rig.End();
  EXPECT_EQ(end.state, State::kPermanent) << end.why;
  EXPECT_GE(end.shadow.batches, 5u);
  EXPECT_EQ(end.shadow.ends, 1u);
  EXPECT_EQ(end.shadow.fields, 1u);
  EXPECT_EQ(end.shadow.members, 1u);
  EXPECT_EQ(end.shadow.facts, 1u);
  EXPECT_EQ(rig.Post("drop_me f").status, 200);
  EXPECT_EQ(Count(rig.Stored(), R"("name":"drop_me")"), 1u);
}

TEST(SwapShadow, OneThatFailsThereIsRefused) {
  SwapRig rig;
  ASSERT_EQ(rig.SwapAfterShadow("main/mark", kNext, 5).state, State::kShadow);
  EXPECT_EQ(rig.Post("throw_me a").status, 200);
  const host::SwapReport end = rig.End();
  EXPECT_EQ(end.state, State::kRefused);
  EXPECT_THAT(end.why, HasSubstr("cannot stand this event"));
  EXPECT_EQ(Count(rig.Stored(), R"("name":"throw_me")"), 1u);
}

TEST(SwapShadow, AFailureThereLeavesAllAsItWas) {
  SwapRig rig;
  ::setenv("GRIOT_FAIL_AT", "swap.shadow", 1);
  rig.SwapAfterShadow("main/mark", kNext, 5);
  const host::SwapReport end = rig.End();
  EXPECT_EQ(end.state, State::kRefused);
  EXPECT_EQ(end.step, "over");
  EXPECT_THAT(end.why, HasSubstr("a failure was asked for"));
  EXPECT_EQ(rig.Post("drop_me a").status, 200);
  EXPECT_EQ(Count(rig.Stored(), R"("name":"drop_me")"), 1u);
}

TEST(SwapShadow, ALaneThatIsStuckKeepsItUntilItIsReached) {
  SwapRig rig;
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  ASSERT_EQ(rig.End().state, State::kPermanent);
  rig.swaps().SetPatience(std::chrono::milliseconds(50));
  const host::SwapReport begun = rig.SwapAfterShadow("main/mark", kNext, 1);
  ASSERT_EQ(begun.state, State::kShadow) << begun.why;
  EXPECT_EQ(rig.Post("same a").status, 200);
  rig.Fault("wait");
  std::thread client([&] { rig.Send("baraka"); });
  ASSERT_TRUE(Eventually([&] { return std::filesystem::exists(rig.dir() + "/waits"); }));
  // Much longer than it has patience for: nothing of the new version may go while the lane has it.
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
  while (std::chrono::steady_clock::now() < until) {
    rig.runtime().Tend();
    EXPECT_TRUE(rig.swaps().UnderWay());
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  rig.Fault("");
  client.join();
  const host::SwapReport end = rig.End();
  EXPECT_EQ(end.state, State::kRefused);
  EXPECT_THAT(end.why, HasSubstr("a batch did not end within 50 ms"));
  EXPECT_EQ(rig.Post("drop_me f").status, 200);
  EXPECT_EQ(Count(rig.Stored(), R"("name":"drop_me")"), 1u);
}

TEST(SwapShadow, WhatFailsInItsLastBatchIsRefused) {
  SwapRig rig;
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  ASSERT_EQ(rig.End().state, State::kPermanent);
  ASSERT_EQ(rig.SwapAfterShadow("main/mark", kNext, 1).state, State::kShadow);
  EXPECT_EQ(rig.Post("same a").status, 200);
  rig.Fault("wait");
  std::thread client([&] { EXPECT_EQ(rig.Post("throw_me b").status, 200); });
  ASSERT_TRUE(Eventually([&] { return std::filesystem::exists(rig.dir() + "/waits"); }));
  rig.runtime().Tend();  // it has seen enough, and waits for the lane, whose batch it sees yet
  rig.Fault("");
  client.join();
  const host::SwapReport end = rig.End();
  EXPECT_EQ(end.state, State::kRefused);
  EXPECT_THAT(end.why, HasSubstr("cannot stand this event"));
  EXPECT_EQ(Count(rig.Stored(), R"("name":"throw_me")"), 1u);
}

TEST(SwapShadow, IsForPureOnes) {
  SwapRig rig;
  const host::SwapReport report = rig.SwapAfterShadow("main/count", SwapRig::File("next"), 5);
  EXPECT_EQ(report.state, State::kRefused);
  EXPECT_THAT(report.why, HasSubstr("declare themselves pure"));
}

}  // namespace
}  // namespace griot::test
