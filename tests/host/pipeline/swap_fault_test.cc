// A failure at every step, and every way in which a new version can do badly while it serves: no
// event is lost, none is counted twice, and the right version serves in the end.
#include <gmock/gmock.h>

#include "tests/host/pipeline/swap_rig.h"

namespace griot::test {
namespace {

using ::testing::HasSubstr;
using State = host::SwapReport::State;

struct Step {
  const char* point;
  State ends;
  const char* serves;
};

class SwapStep : public ::testing::TestWithParam<Step> {};

TEST_P(SwapStep, AFailureThere) {
  const Step& step = GetParam();
  SwapRig rig;
  for (const char* user : {"amina", "baraka", "amina"}) rig.Send(user);
  ::setenv("GRIOT_FAIL_AT", step.point, 1);
  const host::SwapReport begun = rig.Swap(SwapRig::File("next"));
  rig.Send("baraka");
  if (std::string(step.point) == "swap.record") {
    // It is written again until it can be.
    for (int i = 0; i < 5; ++i) {
      rig.Send("amina");
      rig.runtime().Tend();
    }
    EXPECT_TRUE(rig.swaps().UnderWay());
    EXPECT_EQ(rig.Read("stages.json"), "");
    ::unsetenv("GRIOT_FAIL_AT");
  }
  const host::SwapReport end = rig.End();
  EXPECT_EQ(end.state, step.ends) << begun.why << end.why;
  if (step.ends != State::kPermanent) {
    EXPECT_THAT(end.why, HasSubstr("a failure was asked for"));
  }
  ::unsetenv("GRIOT_FAIL_AT");
  for (const char* user : {"baraka", "amina"}) rig.Send(user);
  EXPECT_EQ(rig.By(), step.serves);
}

INSTANTIATE_TEST_SUITE_P(Each, SwapStep,
                         ::testing::Values(Step{"swap.admit", State::kRefused, "1.0.0"},
                                           Step{"swap.stage", State::kRefused, "1.0.0"},
                                           Step{"swap.preflight", State::kRefused, "1.0.0"},
                                           Step{"swap.load", State::kRefused, "1.0.0"},
                                           Step{"swap.prepare", State::kRefused, "1.0.0"},
                                           Step{"swap.copy", State::kRefused, "1.0.0"},
                                           Step{"swap.gate", State::kRefused, "1.0.0"},
                                           Step{"swap.handoff", State::kRefused, "1.0.0"},
                                           Step{"swap.publish", State::kRefused, "1.0.0"},
                                           Step{"swap.probation", State::kRolledBack, "1.0.0"},
                                           Step{"swap.record", State::kPermanent, "2.0.0"},
                                           Step{"swap.retire", State::kPermanent, "2.0.0"},
                                           Step{"swap.verify", State::kPermanent, "2.0.0"}),
                         [](const auto& param) { return std::string(param.param.point + 5); });

struct Bad {
  const char* fault;
  const char* says;
};

class SwapFault : public ::testing::TestWithParam<Bad> {};

TEST_P(SwapFault, IsRolledBackByItself) {
  // A busy machine makes any call slow: only those that never come back are given up soon.
  const bool hangs = std::string(GetParam().fault).starts_with("hang");
  SwapRig rig("{probation: 1h, batches: 3, memory: 64MiB, deadline: " +
              std::string(hangs ? "300ms}" : "8s}"));
  for (int i = 0; i < 30; ++i) rig.Send(i % 3 == 0 ? "baraka" : "amina");
  const host::SwapReport begun = rig.Swap(SwapRig::File("next"));
  ASSERT_EQ(begun.state, State::kProbation) << begun.why;
  // It does well for a while, so that it has touched what the old one must read again.
  for (const char* user : {"amina", "chiku", "baraka"}) rig.Send(user);
  rig.Fault(GetParam().fault);
  const auto since = std::chrono::steady_clock::now();
  const host::SwapReport end = rig.End();
  EXPECT_LT(std::chrono::steady_clock::now() - since, std::chrono::seconds(10));
  EXPECT_EQ(end.state, State::kRolledBack);
  EXPECT_THAT(end.why, HasSubstr(GetParam().says));
  EXPECT_EQ(end.resident, hangs);
  for (const char* user : {"chiku", "baraka", "amina"}) rig.Send(user);
  EXPECT_EQ(rig.By(), "1.0.0");
}

INSTANTIATE_TEST_SUITE_P(Each, SwapFault,
                         ::testing::Values(Bad{"throw", "told to throw"},
                                           Bad{"lose", "it lost 1 of 1 events"},
                                           Bad{"hang", "did not come back within 300 ms"},
                                           Bad{"hang_settled", "did not come back from settled"},
                                           Bad{"hang_tick", "did not come back from tick"},
                                           Bad{"slow", "and the version before took"},
                                           Bad{"leak", "the process has grown by"},
                                           Bad{"arena", "MiB for a batch of 1 events"},
                                           Bad{"keep_series", "more series of metrics"},
                                           Bad{"keep_snapshots", "more snapshots of the settings"},
                                           Bad{"keep_files", "more open files"}),
                         [](const auto& param) { return std::string(param.param.fault); });

TEST(SwapFaults, AVersionThatDeclaresEventsDeadIsRolledBack) {
  SwapRig rig("{probation: 1h, batches: 3, deadline: 300ms}");
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  rig.Fault("dead");
  EXPECT_TRUE(Eventually([&] {
    rig.Post("plain dora {\"k\":0}");
    rig.runtime().Tend();
    return !rig.swaps().UnderWay();
  }));
  EXPECT_THAT(rig.Latest().why, HasSubstr("% of events dead"));
  rig.Fault("");
  EXPECT_EQ(rig.Latest().state, State::kRolledBack);
}

class SwapState : public ::testing::TestWithParam<Bad> {};

TEST_P(SwapState, ThatFailsItsCheckIsNoSwap) {
  SwapRig rig;
  for (const char* user : {"amina", "baraka"}) rig.Send(user);
  rig.Fault(GetParam().fault);
  rig.Swap(SwapRig::File("next"));
  const host::SwapReport end = rig.End();
  EXPECT_EQ(end.state, State::kRefused);
  EXPECT_THAT(end.why, HasSubstr(GetParam().says));
  EXPECT_EQ(rig.By(), "1.0.0");
}

INSTANTIATE_TEST_SUITE_P(Each, SwapState,
                         ::testing::Values(Bad{"load", "told not to load"},
                                           Bad{"save", "told not to save"},
                                           Bad{"mangle", "and saves others than these"},
                                           Bad{"hang_load", "did not take its state in time"}),
                         [](const auto& param) { return std::string(param.param.fault); });

TEST(SwapFaults, StateThatItCannotGiveBackIsReadAgain) {
  SwapRig rig("{probation: 1h, batches: 3, deadline: 300ms}");
  rig.Send("amina");
  ASSERT_EQ(rig.Swap(SwapRig::File("next")).state, State::kProbation);
  for (const char* user : {"amina", "baraka", "amina"}) rig.Send(user);
  rig.Fault("save");
  EXPECT_TRUE(rig.swaps().EndProbation("main/count", "an operator asked for it"));
  EXPECT_EQ(rig.End().state, State::kRolledBack);
  EXPECT_EQ(rig.Latest().lanes.at(0).keys_reloaded, 2u);
  EXPECT_EQ(rig.By(), "1.0.0");
}

}  // namespace
}  // namespace griot::test
