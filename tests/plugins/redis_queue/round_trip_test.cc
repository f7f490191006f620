// What goes into the queue comes out of it: every field, in order, once.
#include <numeric>
#include <set>
#include <thread>

#include "queue_fixture.h"

namespace griot::test {
namespace {

class RoundTrip : public testing::Test {
 protected:
  RedisServer redis_;
};

TEST_F(RoundTrip, CarriesEveryFieldOfAnEvent) {
  Producer producer(redis_.url());
  TestBatch batch;
  griot_event& e = batch.Add(7);
  e.flags = GRIOT_EVENT_DEVICE | GRIOT_EVENT_DERIVED;
  e.session_id = MakeId(99);
  e.occurred_at = -5;
  e.project = Str("shop");
  e.source = Str("collect/web");
  e.channel = Str("web");
  e.name = Str("page_viewed");
  e.user_id = Str("u");
  e.anonymous_id = Str("anon");
  e.properties = Str(std::string_view("{\"a\":\"\xc3\xa9\"}"));
  e.context = Str(R"({"ip":"1.2.3.4"})");
  e.key = 0xfedcba9876543210;
  ASSERT_TRUE(producer.Write(batch).ok());

  Consumer consumer(redis_.url(), "a");
  const auto got = consumer.Consume(1);
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(NumberOf(got[0].raw.id), 7u);
  EXPECT_EQ(NumberOf(got[0].raw.session_id), 99u);
  EXPECT_EQ(got[0].raw.occurred_at, -5);
  EXPECT_EQ(got[0].raw.received_at, 7005);
  EXPECT_EQ(got[0].raw.key, 0xfedcba9876543210);
  // A derived event was accepted when it was put into the queue: from here on it is like others.
  EXPECT_EQ(got[0].raw.flags & ~static_cast<uint32_t>(GRIOT_EVENT_IN_ARENA),
            static_cast<uint32_t>(GRIOT_EVENT_DEVICE));
  EXPECT_EQ(got[0].project, "shop");
  EXPECT_EQ(got[0].source, "collect/web");
  EXPECT_EQ(got[0].channel, "web");
  EXPECT_EQ(got[0].name, "page_viewed");
  EXPECT_EQ(got[0].user_id, "u");
  EXPECT_EQ(got[0].anonymous_id, "anon");
  EXPECT_EQ(got[0].properties, "{\"a\":\"\xc3\xa9\"}");
  EXPECT_EQ(got[0].context, R"({"ip":"1.2.3.4"})");
  EXPECT_EQ(got[0].stream, "griot:q:0");  // key % 16
  EXPECT_GT(got[0].hi, 1'600'000'000'000u);
  EXPECT_GT(got[0].fence, 0u);
}

TEST_F(RoundTrip, CarriesWhatHasEndedAndFactsBesideTheirCause) {
  Producer producer(redis_.url());
  TestBatch batch;
  for (uint64_t n = 0; n < 50; ++n) batch.Add(n, "user" + std::to_string(n));
  griot_settled_event& dead = batch.AddSettled(batch.Add(100, "x"), GRIOT_DEAD);
  const std::string bytes("no\0json\xff", 8);
  dead.reason = Str("bad_json");
  dead.detail = Str("at 3");
  dead.stage = Str("collect/web");
  dead.raw = Str(bytes);
  batch.AddSettled(batch.Add(101, "y"), GRIOT_FILTERED).reason = Str("bot");
  batch.AddFact(MakeId(17), "of 17");
  batch.AddFact(griot_uuid{}, "loose");
  ASSERT_TRUE(producer.Write(batch).ok());

  Consumer consumer(redis_.url(), "a");
  EXPECT_EQ(consumer.Consume(52).size(), 50u);
  ASSERT_EQ(consumer.settled.size(), 2u);
  const GotSettled& got =
      consumer.settled[0].kind == GRIOT_DEAD ? consumer.settled[0] : consumer.settled[1];
  EXPECT_EQ(NumberOf(got.event.raw.id), 100u);
  EXPECT_EQ(got.reason, "bad_json");
  EXPECT_EQ(got.detail, "at 3");
  EXPECT_EQ(got.stage, "collect/web");
  EXPECT_EQ(got.raw, bytes);
  consumer.Run(50);
  ASSERT_EQ(consumer.facts.size(), 2u);
}

TEST_F(RoundTrip, KeepsTheOrderOfAUserOverManyBatches) {
  Producer producer(redis_.url());
  for (uint64_t n = 0; n < 200; n += 5) {
    TestBatch batch;
    for (uint64_t i = n; i < n + 5; ++i) batch.Add(i, i % 2 == 0 ? "even" : "odd");
    ASSERT_TRUE(producer.Write(batch).ok());
  }
  Consumer consumer(redis_.url(), "a");
  std::map<std::string, uint64_t> last;
  const auto got = consumer.Consume(200);
  ASSERT_EQ(got.size(), 200u);
  for (const GotEvent& e : got) {
    const uint64_t n = NumberOf(e.raw.id);
    EXPECT_TRUE(!last.contains(e.user_id) || last[e.user_id] < n);
    last[e.user_id] = n;
  }
}

TEST_F(RoundTrip, OneBatchIsOneEntryAPartition) {
  Producer producer(redis_.url());
  ASSERT_TRUE(producer.WriteEvents(0, 100).ok());
  EXPECT_EQ(producer.ctx.Metric("queue_entries_total"), 1);
  EXPECT_EQ(producer.ctx.Metric("queue_enqueued_total"), 100);
}

TEST_F(RoundTrip, SplitsAnEntryThatWouldBeLargerThanOneMebibyte) {
  Producer producer(redis_.url());
  ASSERT_TRUE(producer.WriteEvents(0, 30, "u1", 100'000).ok());
  EXPECT_EQ(producer.ctx.Metric("queue_entries_total"), 3);
  Consumer consumer(redis_.url(), "a");
  std::vector<uint64_t> expected(30);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(Numbers(consumer.Consume(30)), expected);
}

TEST_F(RoundTrip, CountsWhatWasAcceptedAndRestoresWhatWasLost) {
  Producer producer(redis_.url());
  ASSERT_TRUE(producer.WriteEvents(0, 3).ok());
  TestBatch batch;
  batch.Add(10).source = Str("p/other");
  batch.AddSettled(batch.Add(11), GRIOT_DEAD);
  ASSERT_TRUE(producer.Write(batch).ok());

  const auto read = [&] {
    std::map<std::string, std::pair<uint64_t, uint64_t>> rows;
    EXPECT_TRUE(producer.sink
                    ->ReadLedger([&](const griot_ledger_row& row) {
                      rows[std::string(View(row.project)) + " " + std::string(View(row.source))] = {
                          row.accepted, row.restored};
                    })
                    .ok());
    return rows;
  };
  using Row = std::pair<uint64_t, uint64_t>;
  EXPECT_EQ(read()["default p/door"], (Row{4, 0}));
  EXPECT_EQ(read()["default p/other"], (Row{1, 0}));
  ASSERT_TRUE(producer.sink->RestoreLedger("default", "p/door", 10).ok());
  ASSERT_TRUE(producer.sink->RestoreLedger("default", "p/door", 9).ok());
  EXPECT_EQ(read()["default p/door"], (Row{10, 6}));
}

TEST_F(RoundTrip, WakesAReaderThatWaits) {
  Consumer consumer(redis_.url(), "a");
  consumer.Run(100);
  Producer producer(redis_.url());
  for (uint64_t n = 0; n < 20; ++n) {
    ASSERT_TRUE(producer.WriteEvents(n, n + 1, "user" + std::to_string(n)).ok());
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_TRUE(consumer.PollOnce(2000));
    consumer.SettleAll();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(500));
  }
}

TEST_F(RoundTrip, SettingsTravelBothWaysAndTheNewestWins) {
  Producer producer(redis_.url());
  const uint64_t base = TestSettings().first;
  PublishTestSettings(base + 10, R"({"from":"host"})");
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  producer.sink->Tick(0);
  EXPECT_EQ(redis_.Command({"HGET", "griot:config", "json"}), R"({"from":"host"})");

  redis_.Command({"HSET", "griot:config", "version", std::to_string(base + 20), "json",
                  R"({"from":"redis"})"});
  Consumer consumer(redis_.url(), "a");
  consumer.Run(600);
  EXPECT_EQ(TestSettings().second, R"({"from":"redis"})");
  EXPECT_EQ(TestSettings().first, base + 20);

  // What came since the last look is not lost with the process.
  PublishTestSettings(base + 30, R"({"from":"the last second"})");
  consumer.source->Stop();
  EXPECT_EQ(redis_.Command({"HGET", "griot:config", "json"}), R"({"from":"the last second"})");
}

}  // namespace
}  // namespace griot::test
