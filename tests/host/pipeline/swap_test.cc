// Swaps that go well, and what of them is there after a restart.
#include <gmock/gmock.h>

#include "tests/host/pipeline/swap_rig.h"

namespace griot::test {
namespace {

using ::testing::HasSubstr;
using State = host::SwapReport::State;

constexpr char kQuickly[] = "{probation: 0s, batches: 3, deadline: 300ms}";

TEST(Swap, TheNewVersionGoesOnWhereTheOldOneWas) {
  SwapRig rig;
  for (const char* user : {"amina", "baraka", "amina", "chiku", "amina"}) rig.Send(user);
  const host::SwapReport begun = rig.Swap(SwapRig::File("next"));
  EXPECT_EQ(begun.state, State::kProbation) << begun.why;
  ASSERT_EQ(begun.lanes.size(), 1u);
  EXPECT_EQ(begun.lanes[0].records, 3u);
  EXPECT_EQ(rig.By(), "2.0.0");
  EXPECT_EQ(rig.End().state, State::kPermanent);
  for (const char* user : {"chiku", "baraka", "amina"}) rig.Send(user);
  EXPECT_EQ(rig.By(), "2.0.0");
  EXPECT_THAT(rig.runtime().StatusJson(),
              HasSubstr(R"("stage":"main/count","plugin":"versioned","version":"2.0.0")"));
}

TEST(Swap, ManySwapsLeaveAtMostTwoImages) {
  SwapRig rig;
  const std::string first = std::string(GRIOT_FIXTURE_PLUGINS) + "-versioned/versioned.griot.so";
  for (int i = 0; i < 20; ++i) {
    rig.Send("amina");
    const host::SwapReport begun = rig.Swap(i % 2 == 0 ? SwapRig::File("next") : first);
    ASSERT_EQ(begun.state, State::kProbation) << begun.why;
#ifndef GRIOT_SANITIZED
    EXPECT_LE(rig.Images(), 2u);
#endif
    ASSERT_EQ(rig.End().state, State::kPermanent) << rig.Latest().why;
  }
#ifndef GRIOT_SANITIZED
  EXPECT_EQ(rig.Images(), 1u);
#endif
  EXPECT_EQ(rig.By(), "1.0.0");
}

TEST(Swap, OneVersionAfterTheOtherIsNeverAThirdImage) {
  SwapRig rig;
  rig.Send("amina");
  for (const char* version : {"next", "third", "next"}) {
    const host::SwapReport begun = rig.Swap(SwapRig::File(version));
    ASSERT_EQ(begun.state, State::kProbation) << begun.why;
#ifndef GRIOT_SANITIZED
    EXPECT_EQ(rig.Images(), 2u);
#endif
    ASSERT_EQ(rig.End().state, State::kPermanent) << rig.Latest().why;
#ifndef GRIOT_SANITIZED
    EXPECT_EQ(rig.Images(), 1u);
#endif
  }
  EXPECT_EQ(rig.By(), "2.0.0");
  // A start maps the folder's beside what runs, and the next swap lets go of it.
  rig.Restart();
  EXPECT_EQ(rig.By(), "2.0.0");
  ASSERT_EQ(rig.Swap(SwapRig::File("third")).state, State::kProbation);
#ifndef GRIOT_SANITIZED
  EXPECT_EQ(rig.Images(), 2u);
#endif
  ASSERT_EQ(rig.End().state, State::kPermanent) << rig.Latest().why;
  // So does a reload, which changes nothing here; and the folder's version is still known.
  const host::ReloadReport report = rig.Reload(VersionedPipelines(kQuickly));
  for (const auto& change : report.changes)
    EXPECT_EQ(change.verb, host::ReloadReport::Verb::kKept) << change.name;
  EXPECT_THAT(rig.runtime().ListJson(), HasSubstr(R"("installed":"1.0.0")"));
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
#ifndef GRIOT_SANITIZED
  EXPECT_EQ(rig.Images(), 2u);
#endif
  ASSERT_EQ(rig.End().state, State::kPermanent) << rig.Latest().why;
  const std::string first = std::string(GRIOT_FIXTURE_PLUGINS) + "-versioned/versioned.griot.so";
  ASSERT_EQ(rig.Swap(first).state, State::kProbation);
  ASSERT_EQ(rig.End().state, State::kPermanent) << rig.Latest().why;
  EXPECT_EQ(rig.By(), "1.0.0");
}

TEST(Swap, NobodyElseWaitsForALane) {
  SwapRig rig;
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  ASSERT_EQ(rig.End().state, State::kPermanent);
  rig.Fault("wait");
  std::thread client([&] { rig.Send("baraka"); });
  ASSERT_TRUE(Eventually([&] { return std::filesystem::exists(rig.dir() + "/waits"); }));
  host::Preflight none("");
  host::SwapPlan plan;
  ASSERT_TRUE(rig.swaps().Admit("main/count", &plan).ok());
  plan.file = SwapRig::File("third");
  ASSERT_TRUE(host::Swaps::Try(none, std::chrono::seconds(5), &plan).ok());
  const host::SwapReport begun = rig.swaps().Begin(plan);
  EXPECT_EQ(begun.state, State::kGate);
  EXPECT_THAT(rig.swaps().StatusJson(), HasSubstr(R"("state":"gate","step":"gate")"));
  EXPECT_THAT(rig.Reload(VersionedPipelines(kQuickly)).refused.at(0).why,
              HasSubstr("not over yet"));
  rig.runtime().Tend();
  EXPECT_EQ(rig.swaps().ReportOf(begun.number).state, State::kGate);
  rig.Fault("");
  client.join();
  EXPECT_TRUE(Eventually([&] {
    rig.runtime().Tend();
    return rig.swaps().ReportOf(begun.number).state == State::kProbation;
  }));
  EXPECT_EQ(rig.End().state, State::kPermanent);
  EXPECT_EQ(rig.By(), "3.0.0");
}

TEST(Swap, OnlyOneAtATime) {
  SwapRig rig("{probation: 1h, batches: 3, deadline: 300ms}");
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  const host::SwapReport second = rig.Swap(SwapRig::File("third"));
  EXPECT_EQ(second.state, State::kRefused);
  EXPECT_THAT(second.why, HasSubstr("a swap of main/count is not over yet"));
  EXPECT_EQ(rig.By(), "2.0.0");
}

TEST(Swap, WithoutEnoughBatchesProbationGoesOn) {
  SwapRig rig("{probation: 0s, batches: 1000, deadline: 300ms}");
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  for (int i = 0; i < 100; ++i) rig.Send("amina");
  rig.runtime().Tend();
  EXPECT_EQ(rig.Latest().state, State::kProbation);
  // What is not permanent is not there after a restart.
  rig.Restart();
  EXPECT_EQ(rig.By(), "1.0.0");
}

TEST(Swap, APermanentOneWinsAtTheNextStart) {
  SwapRig rig;
  rig.Send("amina");
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  ASSERT_EQ(rig.End().state, State::kPermanent);
  rig.Restart();
  EXPECT_EQ(rig.By(), "2.0.0");
  EXPECT_THAT(rig.Read("stages.json"), HasSubstr(R"("version":"2.0.0")"));
}

TEST(Swap, ARecordedVersionThatIsDamagedIsNotUsed) {
  SwapRig rig;
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  ASSERT_EQ(rig.End().state, State::kPermanent);
  for (const auto& kept : std::filesystem::directory_iterator(rig.dir() + "/stages"))
    std::ofstream(kept.path(), std::ios::app | std::ios::binary) << "x";
  rig.Restart();
  EXPECT_EQ(rig.By(), "1.0.0");
}

TEST(Swap, ARecordThatCannotBeReadIsSetAside) {
  SwapRig rig;
  std::ofstream(rig.dir() + "/stages.json") << "{";
  rig.Restart();
  EXPECT_EQ(rig.By(), "1.0.0");
  EXPECT_EQ(rig.Read("stages.json.bad"), "{");
}

TEST(Swap, AnOperatorCanGoBackDuringProbationAndTheStateGoesAlong) {
  SwapRig rig("{probation: 1h, batches: 3, deadline: 300ms}");
  rig.Send("amina");
  ASSERT_EQ(rig.Swap(SwapRig::File("newer_state")).state, State::kProbation);
  for (const char* user : {"amina", "baraka"}) rig.Send(user);
  EXPECT_TRUE(rig.swaps().EndProbation("main/count", "an operator asked for it"));
  const host::SwapReport end = rig.End();
  EXPECT_EQ(end.state, State::kRolledBack);
  EXPECT_EQ(end.why, "an operator asked for it");
  ASSERT_EQ(end.lanes.size(), 1u);
  EXPECT_EQ(end.lanes[0].keys_reloaded, 0u);  // handed back, not read again
  EXPECT_EQ(rig.By(), "1.0.0");
}

TEST(Swap, StateThatCannotGoBackIsReadAgain) {
  SwapRig rig("{probation: 1h, batches: 3, deadline: 300ms}");
  rig.Send("amina");
  ASSERT_EQ(rig.Swap(SwapRig::File("one_way")).state, State::kProbation);
  for (const char* user : {"amina", "baraka", "amina"}) rig.Send(user);
  EXPECT_TRUE(rig.swaps().EndProbation("main/count", "an operator asked for it"));
  const host::SwapReport end = rig.End();
  EXPECT_EQ(end.state, State::kRolledBack);
  EXPECT_EQ(end.lanes.at(0).keys_reloaded, 2u);
  EXPECT_EQ(rig.By(), "1.0.0");
}

TEST(Swap, AnOperatorCanGoBackAfterwardsToo) {
  SwapRig rig;
  rig.Send("amina");
  ASSERT_EQ(rig.Swap(SwapRig::File("one_way")).state, State::kProbation);
  ASSERT_EQ(rig.End().state, State::kPermanent);
  // Its state cannot be read by the one before, which starts with none and reads it again.
  const host::SwapReport back = rig.SwapBack();
  EXPECT_EQ(back.state, State::kProbation) << back.why;
  EXPECT_THAT(back.note, HasSubstr("starts without state"));
  ASSERT_EQ(rig.End().state, State::kPermanent);
  EXPECT_EQ(rig.By(), "1.0.0");
}

TEST(Swap, NothingRecordedNothingToGoBackTo) {
  SwapRig rig;
  EXPECT_THAT(rig.SwapBack().why, HasSubstr("nothing is recorded"));
}

}  // namespace
}  // namespace griot::test
