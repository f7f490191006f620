// The fake host keeps the same promises as a real one, so that a test that passes on it means
// something.
#include <gtest/gtest.h>

#include "griot/testing.hpp"

namespace griot {
namespace {

class Tagger final : public Transform {
 public:
  void Process(Batch& batch) override {
    for (Event event : batch) {
      if (event.name() == "bad") {
        event.Die("no_good", "because");
        continue;
      }
      event.SetProperty("/geo/country", "\"KE\"");
      event.RemoveContext("/ip");
      event.SetUserId("someone");
      batch.AddFact("seen", event.project(), event.user_id(), event.id(), "{}");
    }
  }
};

TEST(FakeBatch, AppliesWhatATransformDoes) {
  fake::Host host;
  fake::BatchOf batch;
  batch.Add({.id = {{1}},
             .project = "p",
             .name = "good",
             .properties = R"({"a":1})",
             .context = R"({"ip":"192.0.2.7","b":2})"});
  batch.Add({.id = {{2}}, .project = "p", .name = "bad"});
  Tagger().Process(batch.view());
  EXPECT_EQ(batch.event(0).properties, R"({"a":1,"geo":{"country":"KE"}})");
  EXPECT_EQ(batch.event(0).context, R"({"b":2})");
  EXPECT_EQ(batch.event(0).user_id, "someone");
  EXPECT_EQ(batch.verdict(0).kind, GRIOT_PASS);
  EXPECT_EQ(batch.verdict(1).kind, GRIOT_DEAD);
  EXPECT_EQ(View(batch.verdict(1).reason), "no_good");
  ASSERT_EQ(batch.facts().size(), 1u);
  EXPECT_EQ(batch.facts()[0].key, "someone");
  EXPECT_EQ(batch.view()[0].Property("/geo/country"), "\"KE\"");
  EXPECT_FALSE(batch.view()[0].SetProperty("/x", "{"));
  EXPECT_FALSE(batch.view()[0].SetProperty("/x", "\"\\u0000\""));
  EXPECT_FALSE(batch.view()[0].SetName(""));
}

TEST(FakeBatch, GivesASinkRoomForItsOutcomes) {
  fake::Host host;
  fake::BatchOf batch;
  batch.Add({.id = {{1}}, .project = "p", .name = "a"}).AddFact({.kind = "k", .body = "{}"});
  Write& write = batch.write();
  ASSERT_EQ(write.size(), 1u);
  EXPECT_EQ(View(write.event(0).name), "a");
  write.Stored(0);
  write.Reply(0, "r");
  EXPECT_EQ(batch.outcome(0).kind, GRIOT_STORED);
  EXPECT_EQ(batch.reply(0), "r");
}

griot_event EventOf(griot_str name) {
  griot_event event{};
  event.struct_size = sizeof event;
  event.id.bytes[0] = 1;
  event.project = Str("p");
  event.name = name;
  return event;
}

TEST(FakeIntake, NoticesTextsThatAreNotInTheArena) {
  fake::Host host;
  Submission submission(host.context(), 100);
  griot_event event = EventOf(Str("loose"));
  event.flags = GRIOT_EVENT_IN_ARENA;
  EXPECT_TRUE(submission.Add(event));
  EXPECT_NE(host.Violations(), "");
}

TEST(FakeIntake, NoticesWhatAStoreWouldRefuse) {
  for (const char* properties : {"[]", "{", "{\"a\":\"\\u0000\"}", "{\"a\":1e999999}"}) {
    fake::Host host;
    Submission submission(host.context(), 100);
    griot_event event = EventOf(Str("a"));
    event.properties = Str(properties);
    submission.Add(event);
    EXPECT_NE(host.Violations(), "") << properties;
  }
  fake::Host host;
  Submission submission(host.context(), 100);
  EXPECT_FALSE(submission.Add(EventOf({})));
  EXPECT_TRUE(submission.Add(EventOf(Str("a"))));
  EXPECT_EQ(host.Violations(), "");
}

TEST(FakeIntake, AbandonsWhatIsNotSubmitted) {
  fake::Host host;
  {
    Submission submission(host.context(), 100);
    submission.Add(EventOf(Str("a")));
    EXPECT_EQ(host.intake.open_count(), 1);
  }
  EXPECT_EQ(host.intake.open_count(), 0);
  EXPECT_TRUE(host.intake.events().empty());
}

struct Echo final : Source {
  explicit Echo(const StageConfig& config) : context(config.context) {}
  Status Start() override {
    return AddRoute<&Echo::Say>(context, this, GRIOT_GET, "/say/:word/*rest", 10);
  }
  void Say(Request& request) {
    request.Defer().Answer(
        200, {{"X-Rest", *request.Param("rest")}},
        std::string(*request.Param("word")) + std::string(request.Query("q").value_or("-")));
  }
  Context context;
};

TEST(FakeHttp, RoutesByPatternAndDecodesTheQuery) {
  fake::Host host;
  Echo echo(host.Config("p/echo"));
  ASSERT_TRUE(echo.Start().ok());
  EXPECT_FALSE(echo.Start().ok()) << "a route has one owner";
  const auto answer = host.http.Call(GRIOT_GET, "/say/hello/a/b?q=%2B+x");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "hello+ x");
  EXPECT_EQ(answer.Header("x-rest"), "a/b");
  EXPECT_EQ(host.http.Call(GRIOT_POST, "/say/hello/a").status, 404);
  EXPECT_EQ(host.http.Call(GRIOT_GET, "/say").status, 404);
  EXPECT_EQ(host.http.Call(GRIOT_GET, "/say/x/y", {}, "more than ten bytes").status, 413);
}

TEST(FakeHost, KeepsLogsMetricsAndHealth) {
  fake::Host host;
  host.context().Warn("careful");
  ASSERT_EQ(host.logs().size(), 1u);
  EXPECT_EQ(host.logs()[0].level, GRIOT_LOG_WARN);
  const Metric counter = host.context().Counter("n", "help", "code", "7");
  counter.Add();
  counter.Add(2);
  EXPECT_EQ(host.Count("n", "code", "7"), 3);
  EXPECT_EQ(host.Count("n", "code", "8"), 0);
  host.context().Health("disk", GRIOT_DOWN, "full");
  EXPECT_EQ(host.health("disk"), GRIOT_DOWN);
  EXPECT_FALSE(host.context().stopping());
}

}  // namespace
}  // namespace griot
