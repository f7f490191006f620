#include <map>

#include "writer_fixture.h"

namespace griot::postgres {
namespace {

class LedgerTest : public WriterTest {
 protected:
  // A batch from one queue entry.
  std::unique_ptr<fake::BatchOf> Entry(uint64_t position, uint64_t fence, uint64_t first,
                                       uint64_t count) {
    auto batch = std::make_unique<fake::BatchOf>();
    batch->AddOrigin({"griot:q:3", 1000, position, fence});
    for (uint64_t n = first; n < first + count; ++n) batch->Add(Event(n));
    return batch;
  }
  std::string Totals() {
    std::string text;
    const Status status = writer().ReadLedger([&](const griot_ledger_row& row) {
      text += std::string(View(row.source)) + ":";
      for (const uint64_t n : {row.accepted, row.stored, row.duplicate, row.filtered, row.dead}) {
        text += " " + std::to_string(n);
      }
      text += "\n";
    });
    EXPECT_TRUE(status.ok()) << status.text;
    return text;
  }
};

TEST_F(LedgerTest, ARedeliveredEntryAddsNothing) {
  for (int delivery = 0; delivery < 3; ++delivery) {
    ASSERT_TRUE(Write(*Entry(5, 1, 0, 10)).ok()) << last_error_;
    EXPECT_EQ(Totals(), "collect/web: 0 10 0 0 0\n");
  }
  ASSERT_TRUE(Write(*Entry(6, 1, 5, 10)).ok()) << last_error_;
  EXPECT_EQ(Totals(), "collect/web: 0 15 5 0 0\n");
}

TEST_F(LedgerTest, ABatchOfOldAndNewEntriesCountsTheNew) {
  ASSERT_TRUE(Write(*Entry(5, 1, 0, 10)).ok()) << last_error_;
  auto batch = Entry(5, 1, 0, 10);
  batch->AddOrigin({"griot:q:3", 1000, 6, 1});
  batch->AddOrigin({"griot:q:4", 1, 1, 1});
  fake::Heard e = Event(20);
  e.origin = 1;
  batch->Add(e);
  e = Event(21);
  e.origin = 2;
  batch->Add(e);
  ASSERT_TRUE(Write(*batch).ok()) << last_error_;
  EXPECT_EQ(Totals(), "collect/web: 0 12 0 0 0\n");
}

TEST_F(LedgerTest, ADeadEventOfARedeliveredEntryIsOneDeadLetter) {
  for (int delivery = 0; delivery < 2; ++delivery) {
    auto batch = Entry(5, 1, 0, 0);
    fake::Heard e = Event(1);
    e.properties = "no json";
    batch->Add(e);
    ASSERT_TRUE(Write(*batch).ok()) << last_error_;
    EXPECT_EQ(batch->outcome(0).kind, GRIOT_OUTCOME_DEAD);
  }
  EXPECT_EQ(Totals(), "collect/web: 0 0 0 0 1\n");
  EXPECT_EQ(Number("select count(*) from dead_letters"), 1);
}

TEST_F(LedgerTest, AnOlderFenceWritesNothing) {
  ASSERT_TRUE(Write(*Entry(5, 7, 0, 3)).ok()) << last_error_;
  const Status status = Write(*Entry(6, 6, 10, 3));
  EXPECT_EQ(status.code, GRIOT_GONE);
  EXPECT_NE(status.text.find("lost partition"), std::string::npos) << status.text;
  EXPECT_EQ(Number("select count(*) from events"), 3);
  EXPECT_EQ(Totals(), "collect/web: 0 3 0 0 0\n");
  EXPECT_NE(host_.health("postgres"), GRIOT_DOWN);
  ASSERT_TRUE(Write(*Entry(6, 8, 10, 3)).ok()) << last_error_;
  EXPECT_EQ(Totals(), "collect/web: 0 6 0 0 0\n");
}

TEST_F(LedgerTest, WhatNoQueueCountedIsAcceptedHere) {
  fake::BatchOf direct;
  direct.Add(Event(1));
  ASSERT_TRUE(Write(direct).ok()) << last_error_;
  EXPECT_EQ(Totals(), "collect/web: 1 1 0 0 0\n");
  auto batch = Entry(5, 1, 2, 1);
  fake::Heard derived = Event(3);
  derived.flags = GRIOT_EVENT_DERIVED;
  derived.source = "process/splitter";
  batch->Add(derived);
  for (int delivery = 0; delivery < 2; ++delivery) {
    ASSERT_TRUE(Write(*batch).ok()) << last_error_;
    EXPECT_EQ(Totals(), "collect/web: 1 2 0 0 0\nprocess/splitter: 1 1 0 0 0\n");
  }
}

// Providers send again what they do not know to be kept: the same bytes, by the same id.
TEST_F(LedgerTest, BytesThatComeAgainAreOneDeadLetter) {
  fake::HeardSettled s;
  s.kind = GRIOT_DEAD;
  s.reason = "no_json";
  s.stage = "collect/web";
  for (uint64_t delivery = 0; delivery < 4; ++delivery) {
    auto batch = Entry(5 + delivery, 1, 0, 0);
    for (int copy = 0; copy < 2; ++copy) {
      s.event = fake::Heard();
      s.event.id = Event(1).id;
      s.event.project = "default";
      s.event.source = "collect/web";
      s.raw = "no json";
      batch->AddSettled(s);
    }
    s.event.project = "other";
    batch->AddSettled(s);
    s.event.id = Event(2).id;
    s.raw.clear();  // a door that may keep nothing of it
    batch->AddSettled(s);
    ASSERT_TRUE(Write(*batch).ok()) << last_error_;
  }
  EXPECT_EQ(Sql("select string_agg(concat_ws(' ', project, kind, reason, raw is null), ', ' "
                "order by id) from dead_letters"),
            "default raw no_json f, other raw no_json f, other raw no_json t");
  EXPECT_EQ(Sql("select string_agg(concat_ws(' ', project, dead, duplicate), ', ' order by 1) "
                "from (select project, sum(dead) as dead, sum(duplicate) as duplicate from ledger "
                "group by project) as totals"),
            "default 1 7, other 2 6");
  EXPECT_EQ(Number("select sum(count) from ledger_reasons where kind = 'dead'"), 3);
}

TEST_F(LedgerTest, EndedBeforeTheSinksIsCountedWithItsReason) {
  auto batch = Entry(5, 1, 0, 2);
  fake::HeardSettled s;
  s.event = Event(10);
  s.kind = GRIOT_FILTERED;
  s.reason = "bot";
  s.stage = "process/filter";
  batch->AddSettled(s);
  s.event = Event(11);
  batch->AddSettled(s);
  s.event = Event(12);
  s.kind = GRIOT_DEAD;
  s.reason = "no_user";
  batch->AddSettled(s);
  for (int delivery = 0; delivery < 2; ++delivery) {
    ASSERT_TRUE(Write(*batch).ok()) << last_error_;
    EXPECT_EQ(Totals(), "collect/web: 0 2 0 2 1\n");
  }
  EXPECT_EQ(Sql("select string_agg(kind || ' ' || reason || ' ' || count, ', ' order by kind) "
                "from ledger_reasons"),
            "dead no_user 1, filtered bot 2");
  EXPECT_EQ(Sql("select stage || ' ' || event_id from dead_letters"),
            "process/filter " + UuidString(Event(12).id));
}

}  // namespace
}  // namespace griot::postgres
