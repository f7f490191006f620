// Every capability that the SDK promises, used by a plugin through the real host.
#include <gmock/gmock.h>

#include "tests/host/pipeline/rig.h"

namespace griot::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Capabilities, AnEventGoesFromTheDoorToTheSink) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_EQ(rig.Post("plain ann {\"a\":1}").status, 200);
  EXPECT_THAT(rig.Stored(), HasSubstr(R"("name":"plain","user":"ann","source":"main/door")"));
  EXPECT_THAT(rig.Stored(), HasSubstr(R"("properties":{"a":1})"));
  EXPECT_THAT(rig.Read("probe.log"), HasSubstr("settled plain 1"));
}

TEST(Capabilities, VerdictsSettleEventsWithTheirReasonAndSpareTheOthers) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_EQ(rig.Post("plain a\nfilter_me b\nkill_me c\nplain d").status, 200);
  EXPECT_EQ(Count(rig.Stored(), R"("name":"plain")"), 2u);
  EXPECT_EQ(Count(rig.Stored(), "\n"), 2u);
  const std::string log = rig.Read("probe.log");
  EXPECT_THAT(log, HasSubstr("letter unwanted from main/change detail by the probe"));
  EXPECT_THAT(log, HasSubstr("letter broken from main/change"));
  EXPECT_THAT(log, HasSubstr("ended unwanted"));
}

TEST(Capabilities, AnEventThatThrowsDiesAloneAndTheOthersPass) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_EQ(rig.Post("plain a\nthrow_me b\nappend_to_me c\nplain d").status, 200);
  EXPECT_EQ(Count(rig.Stored(), R"("name":"plain")"), 2u);
  // What the failed attempt had appended was taken back before the second.
  EXPECT_EQ(Count(rig.Stored(), R"("name":"child")"), 1u);
  EXPECT_THAT(rig.Read("probe.log"),
              HasSubstr("letter stage_failed from main/change detail cannot stand this event"));
}

TEST(Capabilities, AnEventLeftWithoutAVerdictIsDeadNotLost) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_EQ(rig.Post("forget_verdict a").status, 200);
  EXPECT_EQ(rig.Stored(), "");
  EXPECT_THAT(rig.Read("probe.log"), HasSubstr("letter no_verdict from main/change"));
}

TEST(Capabilities, MembersAreAddedReplacedAndRemovedOnceBeforeTheSinks) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_EQ(rig.Post(R"(change_me a {"secret":"x","replaced":1,"kept":[1.50]})").status, 200);
  const std::string stored = rig.Stored();
  EXPECT_THAT(stored, HasSubstr(R"("kept":[1.50])"));
  EXPECT_THAT(stored, HasSubstr(R"("replaced":2)"));
  EXPECT_THAT(stored, HasSubstr(R"("added":{"deep":"new"})"));
  EXPECT_THAT(stored, Not(HasSubstr("secret")));
  EXPECT_THAT(stored, HasSubstr(R"("context":{"seen":true})"));
  EXPECT_THAT(stored, HasSubstr(R"("user":"changed-user")"));
  EXPECT_THAT(stored, Not(HasSubstr(R"("session":"00000000-)")));
  EXPECT_THAT(rig.Read("probe.log"), HasSubstr(R"(sees "new" none refused)"));
}

TEST(Capabilities, AppendedEventsAndFactsTravelWithTheirCause) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_EQ(rig.Post("append_to_me a").status, 200);
  EXPECT_THAT(rig.Stored(), HasSubstr(R"("name":"child","user":"a","source":"main/change")"));
  EXPECT_EQ(Count(rig.Stored(), R"("derived":true)"), 1u);
  EXPECT_THAT(rig.Read("probe.log"), HasSubstr("reply applied"));
  EXPECT_THAT(rig.Read("probe.log"), Not(HasSubstr("took a broken fact")));
}

TEST(Capabilities, ATransformReadsItsStateBackThroughTheStore) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_EQ(rig.Post("lookup_me a").status, 200);
  EXPECT_THAT(rig.Stored(), HasSubstr(R"("found":"0=griot_probe_lasta;1=griot_probe_lastb;")"));
}

TEST(Capabilities, SinksSayDuplicateAndDead) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_EQ(rig.Post("plain same").status, 200);
  EXPECT_EQ(rig.Post("plain same").status, 200);
  EXPECT_EQ(rig.Post("refuse me").status, 200);
  EXPECT_EQ(Count(rig.Stored(), "\n"), 1u);
  EXPECT_THAT(rig.Read("probe.log"), HasSubstr("settled plain 2"));
  EXPECT_THAT(rig.Read("probe.log"), HasSubstr("settled refuse 3"));
}

TEST(Capabilities, BytesThatAreNoEventBecomeADeadLetterWhole) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_EQ(rig.Post("dead garbage").status, 200);
  EXPECT_THAT(rig.Read("probe.log"),
              HasSubstr("letter garbage from main/door detail  raw dead garbage"));
}

TEST(Capabilities, TicksComeWithoutEvents) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_TRUE(Eventually([&] { return rig.LogHas("ticked"); }));
}

TEST(Capabilities, RoutesHaveParametersQueriesHeadersAndWildcards) {
  Rig rig(kStraight);
  rig.Start();
  const HttpAnswer echo = rig.Get("/probe/echo/a%20b?q=1+2&q=3", "X-Probe: here\r\n");
  EXPECT_EQ(echo.status, 200);
  EXPECT_EQ(echo.body, "a b|1 2|here|0");
  EXPECT_THAT(echo.head, HasSubstr("X-Probe: yes"));
  EXPECT_EQ(rig.Get("/probe/rest/x/y/z").body, "x/y/z");
  EXPECT_EQ(rig.Get("/probe/nowhere").status, 404);
  EXPECT_EQ(rig.Get("/probe").status, 405);
}

TEST(Capabilities, AHandlerThatThrowsAnswersFiveHundredWithoutItsText) {
  Rig rig(kStraight);
  rig.Start();
  const HttpAnswer answer = rig.Get("/probe/throw");
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, Not(HasSubstr("a fault of the plugin")));
}

TEST(Capabilities, AnswersMayComeLateOrInPieces) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_EQ(rig.Get("/probe/late").body, R"("late")");
  const HttpAnswer stream = rig.Get("/probe/stream");
  EXPECT_EQ(stream.status, 200);
  EXPECT_THAT(stream.body, HasSubstr("one "));
  EXPECT_THAT(stream.body, HasSubstr("three"));
}

TEST(Capabilities, AnAnswerLostByItsStageIsGivenWhenItStops) {
  Rig rig(kStraight);
  rig.Start();
  HttpAnswer lost;
  std::thread client([&] { lost = rig.Get("/probe/lose"); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  rig.runtime().Shutdown(std::chrono::milliseconds(100));
  client.join();
  EXPECT_EQ(lost.status, 503);
}

TEST(Capabilities, TheNewestSettingsWinAndSurviveARestart) {
  Rig rig(kStraight);
  rig.Start();
  EXPECT_EQ(rig.Get("/probe/settings").body, R"({"version":7,"projects":{}})");
  EXPECT_EQ(rig.Read("settings.json"), R"({"version":7,"projects":{}})");
}

TEST(Capabilities, MetricsAndHealthAreServed) {
  Rig rig(kStraight);
  rig.Start();
  rig.Post("plain a");
  const std::string metrics = rig.Get("/metrics").body;
  EXPECT_THAT(metrics, HasSubstr(R"(griot_probe_heard_total{stage="main/door",door="post"} 1)"));
  EXPECT_THAT(metrics, HasSubstr(R"(griot_events_total{pipeline="main",outcome="stored"} 1)"));
  EXPECT_THAT(metrics, HasSubstr("griot_settle_seconds_bucket"));
  EXPECT_EQ(rig.Get("/health/live").status, 200);
  EXPECT_EQ(rig.Get("/health/ready").status, 200);
  EXPECT_THAT(rig.Get("/health/ready").body, HasSubstr(R"("component":"file","state":"healthy")"));
}

TEST(Capabilities, TheLedgerIsReadFromTheStages) {
  Rig rig(kStraight);
  rig.Start();
  rig.Post("plain a\nplain b");
  EXPECT_THAT(rig.runtime().Ledger().Json(),
              HasSubstr(R"("project":"p","source":"s","accepted":2)"));
}

}  // namespace
}  // namespace griot::test
