// Reload: what runs on, what changes, and that nothing changes when anything is wrong.
#include <gmock/gmock.h>

#include <atomic>

#include "host/pipeline/gate.h"
#include "tests/host/pipeline/rig.h"

namespace griot::test {
namespace {

using host::ReloadReport;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A file of one pipeline; empty lists are left out.
std::string Pipeline(const std::string& sources, const std::string& transforms,
                     const std::string& sinks, const std::string& more = {}) {
  const auto list = [](const char* key, const std::string& of) {
    return of.empty() ? "" : std::string("    ") + key + ": [" + of + "]\n";
  };
  return "pipelines:\n  main:\n" + list("sources", sources) + list("transforms", transforms) +
         list("sinks", sinks) + more;
}

std::string Stage(const std::string& id, const std::string& options = {}) {
  return "{id: " + id + ", plugin: probe, options: {" + options + "}}";
}

const std::string kBase = Pipeline(Stage("door"), Stage("change"), Stage("file"));

std::vector<std::string> Named(const ReloadReport& report, ReloadReport::Verb verb) {
  std::vector<std::string> names;
  for (const auto& change : report.changes)
    if (change.verb == verb) names.push_back(change.what + " " + change.name);
  return names;
}

class ReloadTest : public ::testing::Test {
 protected:
  using Verb = ReloadReport::Verb;
  void SetUp() override {
    rig_.Start();
    EXPECT_EQ(Counted(), 1);
  }
  // How many events the instance that runs has counted; -1: none was stored, or by another.
  int Counted(const std::string& mark = {}, const std::string& path = "/probe") {
    const std::string user = "u" + mark;
    const size_t before = rig_.Stored().size();
    EXPECT_EQ(
        rig_.Post("count_me " + user + " {\"n\":" + std::to_string(++sent_) + "}", path).status,
        200);
    const std::string line = rig_.Stored().substr(before);
    const std::string key = "\"count" + mark + "\":";
    const size_t at = line.find(key);
    return at == std::string::npos ? -1 : std::atoi(line.c_str() + at + key.size());
  }
  std::string Refusals(const ReloadReport& report) {
    std::string all;
    for (const auto& refusal : report.refused) all += refusal.what + ": " + refusal.why + "\n";
    return all;
  }
  void ExpectOk(const ReloadReport& report) { EXPECT_TRUE(report.ok()) << Refusals(report); }

  Rig rig_{kBase};
  int sent_ = 0;
};

TEST_F(ReloadTest, WhatIsTheSameRunsOn) {
  const ReloadReport report = rig_.Reload(kBase);
  ExpectOk(report);
  EXPECT_THAT(Named(report, Verb::kKept), ElementsAre("stage main/door", "stage main/change",
                                                      "stage main/file", "pipeline main"));
  EXPECT_EQ(Counted(), 2);
  EXPECT_THAT(report.Lines(), ElementsAre(HasSubstr("nothing has changed; 3 stages kept")));
  EXPECT_FALSE(rig_.LogHas("stop"));
}

TEST_F(ReloadTest, NeighboursOfAChangedStageKeepTheirState) {
  const ReloadReport report =
      rig_.Reload(Pipeline(Stage("door", "mark: a"), Stage("change"), Stage("file", "mark: b")));
  ExpectOk(report);
  EXPECT_THAT(Named(report, Verb::kChanged),
              ElementsAre("stage main/door", "stage main/file", "pipeline main"));
  EXPECT_EQ(Counted(), 2);
  EXPECT_TRUE(rig_.LogHas("source stop"));
  EXPECT_FALSE(rig_.LogHas("transform stop"));
}

TEST_F(ReloadTest, StagesComeGoAndChangePlaces) {
  ExpectOk(rig_.Reload(
      Pipeline(Stage("door"), Stage("more", "mark: x") + ", " + Stage("change"), Stage("file"))));
  EXPECT_EQ(Counted("x"), 1);
  EXPECT_EQ(Counted(), 2);
  // One after the other, each still itself.
  ExpectOk(rig_.Reload(
      Pipeline(Stage("door"), Stage("change") + ", " + Stage("more", "mark: x"), Stage("file"))));
  EXPECT_EQ(Counted("x"), 2);
  EXPECT_EQ(Counted(), 3);
  const ReloadReport report =
      rig_.Reload(Pipeline(Stage("door"), Stage("more", "mark: x"), Stage("file")));
  ExpectOk(report);
  EXPECT_THAT(Named(report, Verb::kRemoved), ElementsAre("stage main/change"));
  EXPECT_EQ(Counted("x"), 3);
  EXPECT_EQ(Counted(), -1);
  EXPECT_THAT(rig_.runtime().ListJson(), Not(HasSubstr("main/change")));
}

TEST_F(ReloadTest, ADoorMoves) {
  ExpectOk(
      rig_.Reload(Pipeline(Stage("door", "path: /elsewhere"), Stage("change"), Stage("file"))));
  EXPECT_EQ(rig_.Post("plain u").status, 404);
  EXPECT_EQ(Counted("", "/elsewhere"), 2);
  // And another takes its place, in one step.
  ExpectOk(rig_.Reload(Pipeline(Stage("other", "path: /elsewhere") + ", " + Stage("door"),
                                Stage("change"), Stage("file"))));
  EXPECT_EQ(Counted("", "/elsewhere"), 3);
  EXPECT_EQ(Counted(), 4);
}

TEST_F(ReloadTest, PipelinesAndServicesComeAndGo) {
  const std::string second = "  second:\n    sources: [" + Stage("door", "path: /second") +
                             "]\n    sinks: [" + Stage("file") + "]\nservices: [" + Stage("extra") +
                             "]\n";
  const ReloadReport report = rig_.Reload(kBase + second);
  ExpectOk(report);
  EXPECT_THAT(Named(report, Verb::kAdded), ElementsAre("pipeline second", "stage second/door",
                                                       "stage second/file", "service extra"));
  EXPECT_EQ(rig_.Post("plain x", "/second").status, 200);
  EXPECT_EQ(rig_.Get("/probe/late").status, 200);
  EXPECT_EQ(Counted(), 2);
  EXPECT_THAT(Named(rig_.Reload(kBase), Verb::kRemoved), Contains("pipeline second"));
  EXPECT_EQ(rig_.Post("plain x", "/second").status, 404);
  EXPECT_EQ(rig_.Get("/probe/late").status, 404);
  EXPECT_EQ(Counted(), 3);
}

TEST_F(ReloadTest, OtherLanesAreAnotherPipeline) {
  const ReloadReport report = rig_.Reload(kBase + "    lanes: 3\n");
  ExpectOk(report);
  EXPECT_THAT(report.changes,
              Contains(::testing::Field(&ReloadReport::Change::why, "has 3 lanes, had 1")));
  EXPECT_EQ(Counted(), 1);
  EXPECT_TRUE(rig_.LogHas("transform stop"));
}

TEST_F(ReloadTest, WhatIsWrongChangesNothing) {
  const struct {
    std::string pipelines, why;
  } cases[] = {
      {Pipeline(Stage("door", "explode: true"), Stage("change", "mark: x"), Stage("file")),
       "told to explode"},
      {Pipeline(Stage("door", "mark: a"), Stage("change", "refuse_start: true"),
                Stage("file", "mark: b")),
       "told to refuse its start"},
      {Pipeline(Stage("door") + ", " + Stage("twin"), Stage("change", "mark: x"), Stage("file")),
       "both main/door and main/twin claim"},
      {kBase + "services: [" + Stage("a") + ", " + Stage("b") + "]\n", "both services/a and"}};
  int counted = 1;
  for (const auto& c : cases) {
    const ReloadReport report = rig_.Reload(c.pipelines);
    EXPECT_FALSE(report.ok());
    EXPECT_THAT(Refusals(report), HasSubstr(c.why));
    EXPECT_THAT(report.Lines().back(), HasSubstr("nothing has changed"));
    EXPECT_EQ(Counted(), ++counted) << c.why;
  }
  EXPECT_EQ(rig_.Get("/health/ready").status, 200);
  // After all that, a good one.
  ExpectOk(rig_.Reload(Pipeline(Stage("door", "mark: z"), Stage("change"), Stage("file"))));
  EXPECT_EQ(Counted(), ++counted);
}

TEST_F(ReloadTest, ABadPatternIsFoundWhenRoutesChangePlacesAndChangesNothing) {
  const ReloadReport report = rig_.Reload(
      Pipeline(Stage("door", "path: no-slash"), Stage("change", "mark: x"), Stage("file")));
  EXPECT_THAT(Refusals(report), HasSubstr("does not begin with /"));
  EXPECT_EQ(Counted(), 2);
}

TEST_F(ReloadTest, TheListenerCannotChange) {
  config::Loaded next;
  auto catalogue =
      std::make_shared<host::Catalogue>(rig_.dir() + "/run", &rig_.runtime().catalogue());
  std::ofstream(rig_.dir() + "/other.yaml")
      << "griot: 1\nhttp: {listen: 127.0.0.1:1}\nplugins: [\"" << GRIOT_FIXTURE_PLUGINS << "\"]\n"
      << kBase;
  next = config::Load({rig_.dir() + "/other.yaml"}, *catalogue, config::ProcessEnv());
  const ReloadReport report = rig_.runtime().Apply(next.def, catalogue);
  EXPECT_THAT(Refusals(report), AllOf(HasSubstr("other.yaml:2:"), HasSubstr("restart griot")));
  EXPECT_EQ(Counted(), 2);
}

TEST_F(ReloadTest, AFileThatOptionsNameIsReadAgainWhenItChanged) {
  const std::string named =
      Pipeline(Stage("door"), Stage("change", "file: facts.txt"), Stage("file"));
  std::ofstream(rig_.dir() + "/facts.txt") << "one";
  ExpectOk(rig_.Reload(named));
  EXPECT_EQ(Counted(), 2);
  EXPECT_THAT(Named(rig_.Reload(named), Verb::kChanged), IsEmpty());
  EXPECT_EQ(Counted(), 3);
  std::ofstream(rig_.dir() + "/facts.txt") << "another";
  const ReloadReport report = rig_.Reload(named);
  EXPECT_THAT(Named(report, Verb::kChanged), ElementsAre("stage main/change", "pipeline main"));
  // Another instance, which goes on counting where the one before was.
  EXPECT_TRUE(std::any_of(report.changes.begin(), report.changes.end(),
                          [](const auto& c) { return c.swapped && c.records == 1; }));
  EXPECT_EQ(Counted(), 4);
}

TEST_F(ReloadTest, HealthIsThatOfTheStageWhichRuns) {
  std::ofstream(rig_.dir() + "/down") << "";
  EXPECT_EQ(rig_.Post("plain u").status, 503);
  EXPECT_EQ(rig_.Get("/health/ready").status, 503);
  // What the old one said is not said of the new one.
  std::filesystem::remove(rig_.dir() + "/down");
  ExpectOk(rig_.Reload(Pipeline(Stage("door"), Stage("change"), Stage("file", "mark: b"))));
  EXPECT_EQ(rig_.Get("/health/ready").status, 200);
  EXPECT_EQ(rig_.Post("plain u").status, 200);
}

TEST_F(ReloadTest, AnAnswerThatIsOwedIsGivenByWhoOwesIt) {
  // The door's clients wait while the lane stands, and are answered by the instance they came to.
  std::atomic<bool> ends{false};
  std::atomic<int> answered{0}, refused{0};
  std::vector<std::thread> clients;
  for (int c = 0; c < 4; ++c)
    clients.emplace_back([&, c] {
      for (int i = 0; !ends.load(); ++i)
        ++(rig_.Post("plain c" + std::to_string(c) + "-" + std::to_string(i)).status == 200
               ? answered
               : refused);
    });
  for (int i = 0; i < 60; ++i) {
    const std::string mark = "mark: m" + std::to_string(i);
    const std::string text =
        i % 3 == 0   ? Pipeline(Stage("door", mark), Stage("change"), Stage("file"))
        : i % 3 == 1 ? Pipeline(Stage("door" + std::to_string(i)), Stage("change", mark),
                                Stage("file", mark))
                     : Pipeline(Stage("door"), "", Stage("file"), i % 2 ? "    lanes: 2\n" : "");
    ExpectOk(rig_.Reload(text));
    // Time to work between two, or doors would only move.
    const int before = answered.load();
    ASSERT_TRUE(Eventually([&] { return answered.load() >= before + 10; }));
  }
  ends.store(true);
  for (auto& client : clients) client.join();
  EXPECT_EQ(refused.load(), 0);
  EXPECT_EQ(Count(rig_.Stored(), "\"name\":\"plain\""), static_cast<size_t>(answered.load()));
}

TEST(ReloadQueueTest, AQueueIsReadOnByOneReader) {
  const auto text = [](const std::string& sink, const std::string& more) {
    return "pipelines:\n  main:\n    sources: [{id: queue, plugin: probe_queue}]\n    sinks: [" +
           Stage("file", sink) + "]\n" + more;
  };
  Rig rig(text("", "    lanes: 1\n"));
  std::ofstream(rig.dir() + "/queue.txt") << "";
  rig.Start();
  for (int i = 0; i < 20; ++i) {
    std::ofstream(rig.dir() + "/queue.txt", std::ios::app) << "line" << i << " user\n";
    const ReloadReport report = rig.Reload(
        text("mark: m" + std::to_string(i), i % 5 == 4 ? "    lanes: 2\n" : "    lanes: 1\n"));
    ASSERT_TRUE(report.ok()) << report.Json();
    ASSERT_TRUE(Eventually([&] {
      return rig.Stored().find("\"line" + std::to_string(i) + "\"") != std::string::npos;
    })) << i;
  }
}

TEST(GateTest, LanesThatDoNotStandInTimeGoOn) {
  host::Host host(1 << 20);
  host::Lane busy(host, "p", 0), idle(host, "p", 1);
  busy.Start();
  idle.Start();
  std::atomic<bool> release{false};
  busy.Post([&] {
    while (!release.load()) std::this_thread::yield();
  });
  host::Gate gate({&busy, &idle});
  EXPECT_EQ(gate.Close(std::chrono::steady_clock::now() + std::chrono::milliseconds(50)), &busy);
  release.store(true);
  host::Gate again({&busy, &idle});
  EXPECT_EQ(again.Close(std::chrono::steady_clock::now() + std::chrono::seconds(10)), nullptr);
  std::atomic<bool> ran{false};
  idle.Post([&] { ran.store(true); });
  EXPECT_FALSE(ran.load());
  again.Open();
  EXPECT_TRUE(Eventually([&] { return ran.load(); }));
}

}  // namespace
}  // namespace griot::test
