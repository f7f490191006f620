// State that is copied while the stage works: what is touched meanwhile goes over as it is then.
#include <gmock/gmock.h>

#include "tests/host/pipeline/swap_rig.h"

namespace griot::test {
namespace {

using ::testing::HasSubstr;
using State = host::SwapReport::State;

void SendAll(SwapRig& rig, std::initializer_list<const char*> users) {
  for (const char* user : users) rig.Send(user);
}

TEST(SwapCopy, WhatIsTouchedMeanwhileGoesOverAsItIsThen) {
  SwapRig rig("{probation: 1h, batches: 3, deadline: 300ms}");
  SendAll(rig, {"amina", "baraka", "amina", "chiku"});
  const host::SwapReport begun = rig.SwapAsFarAsTheCopy(SwapRig::File("next"));
  ASSERT_EQ(begun.state, State::kGate) << begun.why;
  EXPECT_EQ(begun.step, "copy");
  SendAll(rig, {"amina", "dalila", "amina"});
  const host::SwapReport there = rig.PastTheGate(begun.number);
  ASSERT_EQ(there.state, State::kProbation) << there.why;
  EXPECT_EQ(there.lanes.at(0).records, 4u);
  EXPECT_GT(there.lanes.at(0).copy_pause.count(), 0);
  // The truth is not asked again: what went over is all that the new one knows.
  for (const char* user : {"amina", "baraka", "chiku", "dalila"})
    std::filesystem::remove(rig.dir() + "/number-" + user);
  SendAll(rig, {"dalila", "chiku", "baraka", "amina"});
  EXPECT_EQ(rig.By(), "2.0.0");
}

TEST(SwapCopy, WhoIsForgottenMeanwhileStaysForgotten) {
  SwapRig rig("{probation: 1h, batches: 3, deadline: 300ms}");
  std::ofstream(rig.dir() + "/settings.json")
      << R"({"version":5,"forget":[{"id":"01920000-0000-7000-8000-000000000001","project":"p",)"
      << R"("identifiers":[["account","amina"]],"cutoff":1}]})";
  rig.Restart();
  SendAll(rig, {"amina", "baraka", "amina", "chiku"});
  const host::SwapReport begun = rig.SwapAsFarAsTheCopy(SwapRig::File("next"));
  ASSERT_EQ(begun.step, "copy") << begun.why;
  const host::SwapReport there = rig.PastTheGate(begun.number);  // its first Tend tells the lanes
  ASSERT_EQ(there.state, State::kProbation) << there.why;
  EXPECT_EQ(there.lanes.at(0).records, 2u);
  SendAll(rig, {"baraka", "amina"});
  EXPECT_EQ(rig.By(), "2.0.0");
}

TEST(SwapCopy, ThatIsNotTakenIsNoSwap) {
  SwapRig rig;
  SendAll(rig, {"amina", "baraka"});
  const host::SwapReport begun = rig.SwapAsFarAsTheCopy(SwapRig::File("next"));
  SendAll(rig, {"amina"});
  rig.Fault("save_keys");
  const host::SwapReport there = rig.PastTheGate(begun.number);
  EXPECT_THAT(rig.End().why, HasSubstr("told not to save keys"));
  EXPECT_EQ(rig.Latest().state, State::kRefused);
  EXPECT_EQ(rig.By(), "1.0.0");
}

TEST(SwapCopy, AVersionThatSavesOnlyAllIsGivenAllAtTheGate) {
  SwapRig rig("{probation: 1h, batches: 3, deadline: 300ms}");
  SendAll(rig, {"amina", "baraka"});
  const host::SwapReport there = rig.Swap(SwapRig::File("third"));
  ASSERT_EQ(there.state, State::kProbation) << there.why;
  EXPECT_EQ(there.lanes.at(0).records, 2u);
  EXPECT_EQ(there.lanes.at(0).copy_pause.count(), 0);
  EXPECT_EQ(rig.By(), "3.0.0");
}

TEST(SwapCopy, NobodyWaitsForALaneThatIsBusy) {
  SwapRig rig("{probation: 0s, batches: 3, deadline: 300ms}");
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  ASSERT_EQ(rig.End().state, State::kPermanent);
  rig.Fault("wait");
  std::thread client([&] { rig.Send("baraka"); });
  ASSERT_TRUE(Eventually([&] { return std::filesystem::exists(rig.dir() + "/waits"); }));
  const host::SwapReport begun =
      rig.SwapAsFarAsTheCopy(std::string(GRIOT_FIXTURE_PLUGINS) + "-versioned/versioned.griot.so");
  EXPECT_EQ(begun.step, "copy") << begun.why;
  rig.runtime().Tend();
  EXPECT_EQ(rig.swaps().ReportOf(begun.number).step, "copy");
  rig.Fault("");
  client.join();
  EXPECT_EQ(rig.PastTheGate(begun.number).state, State::kProbation);
  EXPECT_EQ(rig.End().state, State::kPermanent);
  EXPECT_EQ(rig.By(), "1.0.0");
}

}  // namespace
}  // namespace griot::test
