// A swap and a reload of the same griot: never both at once, and what one did the other keeps.
#include <gmock/gmock.h>

#include <future>

#include "tests/host/pipeline/swap_rig.h"

namespace griot::test {
namespace {

using ::testing::HasSubstr;
using State = host::SwapReport::State;

constexpr char kQuick[] = "{probation: 0s, batches: 3, deadline: 300ms}";

std::string With(const std::string& from, const std::string& to) {
  std::string text = VersionedPipelines(kQuick);
  return text.replace(text.find(from), from.size(), to);
}

std::string OtherSink() { return With("{id: file,", "{id: other,"); }

TEST(SwapAndReload, NoReloadDuringAProbation) {
  SwapRig rig(kQuick);
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  const host::ReloadReport refused = rig.Reload(OtherSink());
  ASSERT_EQ(refused.refused.size(), 1u);
  EXPECT_EQ(refused.refused[0].what, "main/count");
  EXPECT_THAT(refused.refused[0].why, HasSubstr("its swap is not over yet"));
  EXPECT_THAT(rig.runtime().ListJson(), HasSubstr("main/file"));
  EXPECT_EQ(rig.End().state, State::kPermanent);
  EXPECT_TRUE(rig.Reload(OtherSink()).ok());
  EXPECT_THAT(rig.runtime().ListJson(), HasSubstr("main/other"));
}

TEST(SwapAndReload, WhatWasSwappedInStays) {
  SwapRig rig(kQuick);
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  ASSERT_EQ(rig.End().state, State::kPermanent);
  const std::string version = rig.By();
  ASSERT_NE(version, "1.0.0");
  // Its neighbour changes, and it is kept as it is.
  ASSERT_TRUE(rig.Reload(OtherSink()).ok());
  EXPECT_EQ(rig.By(), version);
  // Every stage is made anew.
  ASSERT_TRUE(rig.Reload(With("  main:\n", "  main:\n    lanes: 2\n")).ok());
  EXPECT_EQ(rig.By(), version);
}

TEST(SwapAndReload, IsForgottenWhereAnotherPluginIsWanted) {
  SwapRig rig(kQuick);
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  ASSERT_EQ(rig.End().state, State::kPermanent);
  ASSERT_TRUE(rig.Reload(With("plugin: versioned", "plugin: pure")).ok());
  ASSERT_TRUE(rig.Reload(VersionedPipelines(kQuick)).ok());
  EXPECT_EQ(rig.By(), "1.0.0");
}

const host::ReloadReport::Change& ChangeOf(const host::ReloadReport& report) {
  for (const auto& change : report.changes)
    if (change.name == "main/count") return change;
  ADD_FAILURE() << "nothing is said of main/count";
  return report.changes.front();
}

// A reload that finds another file of the plugin in its folder.
host::ReloadReport Upgrade(SwapRig& rig, const std::string& version) {
  for (const char* user : {"amina", "baraka", "amina", "chiku"}) rig.Send(user);
  rig.Install(SwapRig::File(version), "versioned");
  return rig.Reload(VersionedPipelines(kQuick));
}

TEST(SwapAndReload, AnotherFileInTheFolderGoesOnWithTheState) {
  SwapRig rig(kQuick);
  const host::ReloadReport report = Upgrade(rig, "next");
  ASSERT_TRUE(report.ok()) << report.Json();
  const auto& change = ChangeOf(report);
  EXPECT_EQ(change.verb, host::ReloadReport::Verb::kChanged);
  EXPECT_TRUE(change.swapped);
  EXPECT_EQ(change.records, 3u);
  EXPECT_GT(change.state_bytes, 0u);
  EXPECT_THAT(report.Json(), HasSubstr(R"("swapped":true,"records":3,)"));
  EXPECT_THAT(report.Json(), HasSubstr("(swapped, with 3 records of state, 1 KiB)"));
  EXPECT_EQ(rig.By(), "2.0.0");
}

TEST(SwapAndReload, StateOfNewerFormIsReadByNobodyElse) {
  SwapRig rig(kQuick);
  ASSERT_TRUE(Upgrade(rig, "one_way").ok());
  ASSERT_EQ(rig.By(), "2.2.0");
  const host::ReloadReport report = Upgrade(rig, "next");
  ASSERT_TRUE(report.ok()) << report.Json();
  EXPECT_FALSE(ChangeOf(report).swapped);
  EXPECT_THAT(ChangeOf(report).why, HasSubstr("begins without state: what runs keeps versioned"));
  EXPECT_EQ(rig.By(), "2.0.0");
}

TEST(SwapAndReload, AFileThatIsTheSameToTheByteIsNoChange) {
  SwapRig rig(kQuick);
  ASSERT_TRUE(Upgrade(rig, "next").ok());
  const host::ReloadReport report = Upgrade(rig, "next");
  ASSERT_TRUE(report.ok()) << report.Json();
  EXPECT_EQ(ChangeOf(report).verb, host::ReloadReport::Verb::kKept);
  EXPECT_EQ(rig.By(), "2.0.0");
}

class StateFault : public ::testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(StateFault, IsNoReload) {
  SwapRig rig(kQuick);
  rig.Send("amina");
  rig.Fault(GetParam().first);
  const host::ReloadReport report = Upgrade(rig, "next");
  ASSERT_EQ(report.refused.size(), 1u);
  EXPECT_THAT(report.refused[0].why, HasSubstr(GetParam().second));
  EXPECT_EQ(rig.By(), "1.0.0");
  rig.Fault("");
  EXPECT_TRUE(rig.Reload(VersionedPipelines(kQuick)).ok());
  EXPECT_EQ(rig.By(), "2.0.0");
}

INSTANTIATE_TEST_SUITE_P(
    Each, StateFault,
    ::testing::Values(std::pair{"load", "main/count: it does not take its state: told not to load"},
                      std::pair{"save", "it does not take its state: told not to save"},
                      std::pair{"mangle", "and saves others than these"},
                      std::pair{"hang_load", "did not take its state in time"}),
    [](const auto& param) { return std::string(param.param.first); });

TEST(SwapAndReload, WhoOnlyLooksIsAnsweredWhileAReloadWaitsForALane) {
  SwapRig rig(kQuick);
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  ASSERT_EQ(rig.End().state, State::kPermanent);
  rig.Fault("wait");
  std::thread client([&] { rig.Send("baraka"); });
  ASSERT_TRUE(Eventually([&] { return std::filesystem::exists(rig.dir() + "/waits"); }));
  std::future<host::ReloadReport> reload = std::async(std::launch::async, [&rig] {
    return rig.Reload(With("{id: mark, plugin: pure}", "{id: other, plugin: pure}"));
  });
  // Long enough for it to have come to where it waits: what is to be shown is that nobody does.
  EXPECT_EQ(reload.wait_for(std::chrono::milliseconds(300)), std::future_status::timeout);
  const auto since = std::chrono::steady_clock::now();
  EXPECT_THAT(rig.runtime().ListJson(), HasSubstr("main/mark"));
  EXPECT_THAT(rig.runtime().LoadJson(), HasSubstr("main/mark"));
  EXPECT_THAT(rig.runtime().StatusJson(), HasSubstr("main/mark"));
  EXPECT_THAT(rig.swaps().StatusJson(), HasSubstr("under_way"));
  EXPECT_TRUE(rig.runtime().KindOf("main/count"));
  EXPECT_LT(std::chrono::steady_clock::now() - since, std::chrono::seconds(2));
  EXPECT_EQ(reload.wait_for(std::chrono::milliseconds(0)), std::future_status::timeout);
  rig.Fault("");
  client.join();
  EXPECT_TRUE(reload.get().ok());
  EXPECT_THAT(rig.runtime().ListJson(), HasSubstr("main/other"));
  EXPECT_EQ(rig.By(), "2.0.0");
}

TEST(SwapAndReload, NoSwapOfAStageThatAReloadTookAway) {
  SwapRig rig(kQuick);
  host::Preflight none("");
  host::SwapPlan plan;
  ASSERT_TRUE(rig.swaps().Admit("main/count", &plan).ok());
  plan.file = SwapRig::File("next");
  ASSERT_TRUE(host::Swaps::Try(none, std::chrono::seconds(5), &plan).ok());
  ASSERT_TRUE(rig.Reload(With("plugin: versioned", "plugin: pure")).ok());
  const host::SwapReport report = rig.swaps().Begin(plan);
  EXPECT_EQ(report.state, State::kRefused);
  EXPECT_THAT(report.why, HasSubstr("a reload has changed the stage"));
}

}  // namespace
}  // namespace griot::test
