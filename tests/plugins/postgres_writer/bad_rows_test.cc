#include <random>

#include "writer_fixture.h"

namespace griot::postgres {
namespace {

std::string RandomText(size_t size) {
  std::mt19937_64 random(7);
  std::string text;
  while (text.size() < size) text.push_back(static_cast<char>('a' + random() % 26));
  return text;
}

// Ways for a row to be refused, and the reason that each must get.
fake::Heard Spoil(fake::Heard e, uint64_t way, std::string* reason) {
  *reason = "bad_value";
  switch (way % 9) {
    case 0:
      e.properties = R"({"a":"\u0000"})";
      break;
    case 1:
      e.context = R"({"a":"\ud800"})";
      break;
    case 2:
      e.properties = R"({"a":1e400000})";
      break;
    case 3:
      e.user_id = std::string("a\0b", 3);
      break;
    case 4:
      e.name = "bro\xffken";
      break;
    case 5:
      e.properties = R"({"a":)";
      break;
    case 6:
      e.user_id = RandomText(5000);  // over what an index takes
      *reason = "too_large";
      break;
    case 7:
      e.occurred_at = kNoon + 900 * 365 * kDay;
      *reason = "out_of_range";
      break;
    default:
      e.occurred_at = INT64_MIN;
  }
  return e;
}

TEST_F(WriterTest, FiveHundredBadRowsOfAThousandCostFewRoundTrips) {
  fake::BatchOf batch;
  std::vector<std::string> reasons(1000);
  for (uint64_t n = 0; n < 1000; ++n) {
    batch.Add(n % 2 == 0 ? Event(n) : Spoil(Event(n), n / 2, &reasons[n]));
  }
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_LE(writer().round_trips(), 25u);
  for (size_t n = 0; n < 1000; ++n) {
    EXPECT_EQ(batch.outcome(n).kind, n % 2 == 0 ? GRIOT_STORED : GRIOT_OUTCOME_DEAD) << n;
    EXPECT_EQ(View(batch.outcome(n).reason), reasons[n]) << View(batch.outcome(n).detail);
  }
  EXPECT_EQ(Number("select count(*) from events"), 500);
  EXPECT_EQ(Number("select count(*) from event_ids"), 500);
  EXPECT_EQ(Number("select count(*) from dead_letters where kind = 'event' and event is not null "
                   "and stage = 'process/store'"),
            500);
  EXPECT_EQ(Sql("select accepted || ' ' || stored || ' ' || dead from ledger"), "1000 500 500");
  EXPECT_EQ(Number("select sum(count) from ledger_reasons where kind = 'dead'"), 500);
  EXPECT_NE(host_.health("postgres"), GRIOT_DOWN);
}

TEST_F(WriterTest, ADeadLetterHoldsTheWholeEvent) {
  fake::BatchOf batch;
  fake::Heard e = Event(1);
  e.anonymous_id = "a";
  e.properties = R"({"bad":"\u0000","good":[1,2]})";
  batch.Add(e);
  e = Event(2);
  e.name = std::string("no\0 \xff", 5);
  e.properties = std::string("{\"a\":\"\0\xff\"}", 10);
  batch.Add(e);
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  json::Document document;
  json::Scratch scratch;
  const std::string first = Sql("select event from dead_letters order by id limit 1");
  ASSERT_TRUE(document.Parse(first).ok()) << first;
  EXPECT_TRUE(document.root().Find("id").StringIs(UuidString(Event(1).id)));
  EXPECT_TRUE(document.root().Find("anonymous_id").StringIs("a"));
  EXPECT_TRUE(document.root().Find("occurred_at").StringIs("2025-10-09T08:53:21.000000Z"));
  EXPECT_EQ(document.root().Find("properties").raw(), R"({"bad":"\u0000","good":[1,2]})");
  const std::string second = Sql("select event from dead_letters order by id desc limit 1");
  ASSERT_TRUE(document.Parse(second).ok()) << second;
  EXPECT_TRUE(document.root().Find("properties").is_string());
  EXPECT_EQ(Sql("select detail from dead_letters order by id limit 1").substr(0, 5), "22P05");
}

TEST_F(WriterTest, AGoodCopyOfABadEventIsStored) {
  fake::BatchOf batch;
  std::string reason;
  batch.Add(Spoil(Event(1), 0, &reason));
  batch.Add(Event(1));
  batch.Add(Event(1));
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(batch.outcome(0).kind, GRIOT_OUTCOME_DEAD);
  EXPECT_EQ(batch.outcome(1).kind, GRIOT_STORED);
  EXPECT_EQ(batch.outcome(2).kind, GRIOT_DUPLICATE);
}

TEST_F(WriterTest, NothingHostileStopsTheLedger) {
  fake::BatchOf batch;
  fake::Heard e = Event(1);
  e.project = std::string("p\0\xff", 3) + RandomText(9000);
  e.source = RandomText(9000) + "\xc3";
  e.name = RandomText(100000);
  e.properties = "\xff";
  batch.Add(e);
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(batch.outcome(0).kind, GRIOT_OUTCOME_DEAD);
  EXPECT_EQ(Number("select sum(dead) from ledger"), 1);
  EXPECT_EQ(Number("select count(*) from dead_letters"), 1);
}

TEST_F(WriterTest, BytesThatAreNoEventAreKept) {
  fake::BatchOf batch;
  const std::string bytes("\0\xff{", 3);
  fake::HeardSettled s;
  s.kind = GRIOT_DEAD;
  s.event.project = "default";
  s.event.source = "collect/whatsapp";
  s.reason = "no_json";
  s.detail = "expected a value at byte 0";
  s.stage = "collect/whatsapp";
  s.raw = bytes;
  batch.AddSettled(s);
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Sql("select concat_ws('|', kind, stage, reason, detail, encode(raw, 'hex'), "
                "event is null, event_id is null) from dead_letters"),
            "raw|collect/whatsapp|no_json|expected a value at byte 0|00ff7b|t|t");
}

}  // namespace
}  // namespace griot::postgres
