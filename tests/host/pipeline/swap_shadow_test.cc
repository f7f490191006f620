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

TEST(SwapShadow, IsForPureOnes) {
  SwapRig rig;
  const host::SwapReport report = rig.SwapAfterShadow("main/count", SwapRig::File("next"), 5);
  EXPECT_EQ(report.state, State::kRefused);
  EXPECT_THAT(report.why, HasSubstr("declare themselves pure"));
}

}  // namespace
}  // namespace griot::test
