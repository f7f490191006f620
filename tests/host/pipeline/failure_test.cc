// What the host does when a part of it fails, fills up or ends.
#include <gmock/gmock.h>

#include "tests/host/pipeline/rig.h"

namespace griot::test {
namespace {

using ::testing::HasSubstr;

constexpr const char* kQueue = R"(
pipelines:
  process:
    lanes: 2
    sources:    [{id: queue, plugin: probe_queue}]
    transforms: [{id: change, plugin: probe}]
    sinks:      [{id: file, plugin: probe}]
)";

TEST(Failure, AClientIsToldToComeBackWhenTheSinkIsDown) {
  Rig rig(kStraight);
  rig.Start();
  std::ofstream(rig.dir() + "/down");
  const HttpAnswer answer = rig.Post("plain a");
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.head, HasSubstr("Retry-After: 1"));
  EXPECT_EQ(rig.Get("/health/ready").status, 503);
  EXPECT_EQ(rig.Stored(), "");
  std::filesystem::remove(rig.dir() + "/down");
  EXPECT_EQ(rig.Post("plain a").status, 200);
  EXPECT_EQ(rig.Get("/health/ready").status, 200);
}

TEST(Failure, AQueueIsHeldUntilTheSinkIsBackAndThenAcknowledged) {
  Rig rig(kQueue);
  std::ofstream(rig.dir() + "/down");
  std::ofstream(rig.dir() + "/queue.txt") << "plain a\nplain b\n";
  rig.Start();
  EXPECT_TRUE(Eventually([&] { return rig.Get("/health/ready").status == 503; }));
  EXPECT_EQ(rig.Read("acked.txt"), "");
  std::filesystem::remove(rig.dir() + "/down");
  EXPECT_TRUE(Eventually([&] { return rig.Read("acked.txt") == "2\n"; }));
  EXPECT_EQ(Count(rig.Stored(), "\n"), 2u);
}

TEST(Failure, ABatchThatSomebodyElseOwnsIsDroppedAndNothingIsAcknowledged) {
  Rig rig(kQueue);
  std::ofstream(rig.dir() + "/fenced");
  std::ofstream(rig.dir() + "/queue.txt") << "plain a\n";
  rig.Start();
  EXPECT_TRUE(Eventually([&] { return rig.Read("gone.txt") == "1\n"; }));
  // The transforms heard that it came to nothing.
  EXPECT_THAT(rig.Read("probe.log"), HasSubstr("settled plain 0"));
  std::filesystem::remove(rig.dir() + "/fenced");
  std::ofstream(rig.dir() + "/queue.txt", std::ios::app) << "plain b\n";
  EXPECT_TRUE(Eventually([&] { return rig.Read("acked.txt") == "2\n"; }));
  EXPECT_EQ(Count(rig.Stored(), "\n"), 1u);
}

TEST(Failure, ShutdownWhileTheSinkIsDownGivesTheQueueBack) {
  Rig rig(kQueue);
  std::ofstream(rig.dir() + "/down");
  std::ofstream(rig.dir() + "/queue.txt") << "plain a\n";
  rig.Start();
  EXPECT_TRUE(Eventually([&] { return rig.Get("/health/ready").status == 503; }));
  rig.runtime().Shutdown(std::chrono::milliseconds(50));
  EXPECT_EQ(rig.Read("acked.txt"), "");
}

TEST(Failure, ShutdownFinishesWhatIsInFlight) {
  Rig rig(kQueue);
  std::string lines;
  for (int i = 0; i < 500; ++i) lines += "plain u" + std::to_string(i) + "\n";
  rig.Start();
  std::ofstream(rig.dir() + "/queue.txt") << lines;
  EXPECT_TRUE(Eventually([&] { return !rig.Stored().empty(); }));
  rig.runtime().Shutdown(std::chrono::seconds(10));
  // Whatever was stored was acknowledged.
  const size_t stored = Count(rig.Stored(), "\n");
  EXPECT_EQ(rig.Read("acked.txt"), std::to_string(stored) + "\n");
}

TEST(Failure, TheLifeCycleEndsInOrder) {
  Rig rig(kStraight);
  rig.Start();
  rig.runtime().Shutdown(std::chrono::seconds(1));
  const std::string log = rig.Read("probe.log");
  EXPECT_LT(log.find("source drain"), log.find("source stop"));
}

TEST(Failure, OptionsThatThePluginCannotUseAreAConfigurationError) {
  Rig rig(R"(
pipelines:
  main:
    sources: [{id: door, plugin: probe, options: {explode: true}}]
    sinks:   [{id: file, plugin: probe}]
)");
  const Status status = rig.Create();
  EXPECT_EQ(status.code, GRIOT_INVALID);
  EXPECT_THAT(status.text, HasSubstr("griot.yaml:7:"));
  EXPECT_THAT(status.text, HasSubstr("main/door: told to explode"));
}

TEST(Failure, TwoStagesThatClaimOnePathAreAConfigurationError) {
  Rig rig(R"(
pipelines:
  main:
    sources: [{id: one, plugin: probe}, {id: two, plugin: probe}]
    sinks:   [{id: file, plugin: probe}]
)");
  const Status status = rig.Create();
  EXPECT_EQ(status.code, GRIOT_INVALID);
  EXPECT_EQ(status.text,
            "both main/one and main/two claim POST /probe; give one of them another `path`");
}

TEST(Failure, InjectedEventsAreAcceptedUnderASourceOfTheirOwn) {
  Rig rig(kStraight);
  rig.Start();
  griot_event event{};
  event.struct_size = sizeof event;
  event.id.bytes[0] = 1;
  event.project = Str("p");
  event.name = Str("again");
  EXPECT_TRUE(rig.runtime().Inject("main", {event}, std::chrono::seconds(5)).ok());
  EXPECT_THAT(rig.Stored(), HasSubstr(R"("name":"again","user":"","source":"main/replay")"));
  event.name = {};
  EXPECT_EQ(rig.runtime().Inject("main", {event}, std::chrono::seconds(5)).code, GRIOT_INVALID);
}

}  // namespace
}  // namespace griot::test
