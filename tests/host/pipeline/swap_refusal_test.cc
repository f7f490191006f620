// What never comes to serve, and what tried it: a child process that may crash or hang.
#include <gmock/gmock.h>

#include "tests/host/pipeline/swap_rig.h"

namespace griot::test {
namespace {

using ::testing::HasSubstr;
using State = host::SwapReport::State;

struct Refusal {
  const char* version;
  const char* says;
};

class SwapRefusal : public ::testing::TestWithParam<Refusal> {};

TEST_P(SwapRefusal, TheOldOneServesOn) {
  SwapRig rig("{probation: 0s, batches: 3, deadline: 300ms}");
  rig.Send("amina");
  const host::SwapReport report = rig.Swap(SwapRig::File(GetParam().version), GRIOT_PROGRAM);
  EXPECT_EQ(report.state, State::kRefused);
  EXPECT_THAT(report.why, HasSubstr(GetParam().says));
  EXPECT_FALSE(rig.swaps().UnderWay());
  EXPECT_EQ(rig.By(), "1.0.0");
#ifndef GRIOT_SANITIZED
  EXPECT_EQ(rig.Images(), 1u);
#endif
}

INSTANTIATE_TEST_SUITE_P(
    Each, SwapRefusal,
    ::testing::Values(Refusal{"fault_refuse", "it does not like these options"},
                      Refusal{"fault_start", "it cannot start"},
                      Refusal{"fault_crash", "it crashes: its trial ended with signal 6"},
                      Refusal{"fault_hang", "it hangs"},
                      Refusal{"fault_state", "its state is another after it was saved and loaded"},
                      Refusal{"fault_keys", "the single keys of its state are others than all"},
                      Refusal{"fault_golden", "golden event 0 ends as pass, not as dead"},
                      Refusal{"fault_schema", "must"},
                      Refusal{"other_id", "it is the plugin other, not versioned"},
                      Refusal{"later_state", "reads its state from version 2 on"},
                      Refusal{"none_such", "cannot be read"}),
    [](const auto& param) { return std::string(param.param.version); });

TEST(SwapRefused, WhatIsNoTransform) {
  SwapRig rig;
  host::SwapPlan plan;
  EXPECT_THAT(rig.swaps().Admit("main/file", &plan).text, HasSubstr("there is no transform"));
  EXPECT_THAT(rig.swaps().Admit("nowhere", &plan).text, HasSubstr("there is no transform nowhere"));
}

TEST(SwapRefused, WhatRunsAlready) {
  SwapRig rig;
  const host::SwapReport report =
      rig.Swap(std::string(GRIOT_FIXTURE_PLUGINS) + "-versioned/versioned.griot.so");
  EXPECT_EQ(report.state, State::kRefused);
  EXPECT_THAT(report.why, HasSubstr("this very file runs there already"));
}

TEST(SwapTrial, WhatIsGoodIsTriedOnce) {
  SwapRig rig;
  host::Preflight preflight(GRIOT_PROGRAM);
  host::SwapPlan plan;
  ASSERT_TRUE(rig.swaps().Admit("main/count", &plan).ok());
  plan.file = SwapRig::File("next");
  const Status tried = host::Swaps::Try(preflight, std::chrono::seconds(20), &plan);
  EXPECT_TRUE(tried.ok()) << tried.text;
  // Without any time at all only memory can answer.
  const Status again = host::Swaps::Try(preflight, std::chrono::milliseconds(0), &plan);
  EXPECT_TRUE(again.ok()) << again.text;
  plan.options = R"({"other":1})";
  EXPECT_FALSE(host::Swaps::Try(preflight, std::chrono::milliseconds(0), &plan).ok());
}

}  // namespace
}  // namespace griot::test
