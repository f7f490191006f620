// The watch over the thread contract: it says nothing while all keep to it, and who broke it else.
// That ordinary work keeps to it is what every other test of the running host shows.
#include "host/pipeline/call_guard.h"

#include <gmock/gmock.h>

#include <optional>
#include <vector>

#include "tests/host/pipeline/rig.h"

namespace griot::test {
namespace {

using host::CallGuard;
using host::Entry;

constexpr Entry kAll[] = {Entry::kCreate, Entry::kStart,   Entry::kStop,       Entry::kDestroy,
                          Entry::kDrain,  Entry::kProcess, Entry::kSettled,    Entry::kWrite,
                          Entry::kTick,   Entry::kLookup,  Entry::kPoll,       Entry::kPullSettled,
                          Entry::kLedger, Entry::kHandler, Entry::kPushSettled};

class CallGuardDeathTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!host::kWatchesCalls) GTEST_SKIP() << "this build does not watch";
  }
  void Overlap(Entry first, Entry second) {
    const CallGuard::Running one(guard_, first);
    const CallGuard::Running two(guard_, second);
  }

  const std::string stage_ = "main/door";
  CallGuard guard_{stage_};
};

TEST_F(CallGuardDeathTest, CallsOfOneInstanceComeOneAfterAnother) {
  for (const Entry entry : kAll) const CallGuard::Running running(guard_, entry);
  for (const Entry entry : kAll) const CallGuard::Running running(guard_, entry);
}

TEST_F(CallGuardDeathTest, OnALaneOneAtATime) {
  EXPECT_DEATH(Overlap(Entry::kProcess, Entry::kTick),
               "contract is broken: main/door: tick was called during process");
  EXPECT_DEATH(Overlap(Entry::kWrite, Entry::kWrite), "write was called during write");
}

TEST_F(CallGuardDeathTest, OnASourcesThreadOneAtATime) {
  EXPECT_DEATH(Overlap(Entry::kPoll, Entry::kPullSettled),
               "settled \\(of a pull source\\) was called during poll");
  EXPECT_DEATH(Overlap(Entry::kPoll, Entry::kDrain), "drain was called during poll");
}

TEST_F(CallGuardDeathTest, LifeCycleCallsStandAlone) {
  EXPECT_DEATH(Overlap(Entry::kHandler, Entry::kStop), "stop was called during an HTTP handler");
  EXPECT_DEATH(Overlap(Entry::kStop, Entry::kHandler), "an HTTP handler was called during stop");
  EXPECT_DEATH(Overlap(Entry::kPushSettled, Entry::kDestroy), "destroy was called during settled");
}

TEST_F(CallGuardDeathTest, WhatMayOverlapDoes) {
  std::vector<std::optional<CallGuard::Running>> many(100);
  for (auto& running : many) running.emplace(guard_, Entry::kHandler);
  Overlap(Entry::kPushSettled, Entry::kPushSettled);
  Overlap(Entry::kDrain, Entry::kPushSettled);
  Overlap(Entry::kLedger, Entry::kPoll);
  while (!many.empty()) many.pop_back();
}

TEST_F(CallGuardDeathTest, InstancesDoNotHinderEachOther) {
  const std::string other_stage = "main/other";
  CallGuard other(other_stage);
  const CallGuard::Running one(guard_, Entry::kProcess);
  const CallGuard::Running two(other, Entry::kLookup);
}

TEST_F(CallGuardDeathTest, SomeFunctionsBelongToACall) {
  EXPECT_DEATH(CallGuard::Within({Entry::kProcess}, "set_field"),
               "set_field was called from no call of the host's");
  const CallGuard::Running outer(guard_, Entry::kProcess);
  CallGuard::Within({Entry::kProcess, Entry::kTick}, "set_field");
  const std::string other_stage = "main/other";
  CallGuard other(other_stage);
  {
    const CallGuard::Running inner(other, Entry::kLookup);
    EXPECT_DEATH(CallGuard::Within({Entry::kProcess}, "set_field"),
                 "main/other: set_field was called from lookup");
  }
  CallGuard::Within({Entry::kProcess}, "set_field");
}

TEST_F(CallGuardDeathTest, APluginThatKeepsItsBatchIsCaught) {
  EXPECT_DEATH(
      {
        Rig rig(kStraight);
        rig.Start();
        rig.Post("hoard_me a");
      },
      "thread contract is broken: .*griot_batch_api was called from");
}

}  // namespace
}  // namespace griot::test
