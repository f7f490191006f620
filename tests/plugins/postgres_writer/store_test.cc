#include "writer_fixture.h"

namespace griot::postgres {
namespace {

TEST_F(WriterTest, StoresTheWholeEnvelope) {
  fake::BatchOf batch;
  fake::Heard e = Event(1);
  e.anonymous_id = "a-1";
  e.session_id = UuidV5(kEventNamespace, "session");
  e.context = R"({"page":{"path":"/ä"}})";
  batch.Add(e);
  ASSERT_EQ(Write(batch).text, "");
  EXPECT_EQ(batch.outcome(0).kind, GRIOT_STORED);
  EXPECT_EQ(Sql("select concat_ws('|', id, project, source, channel, name, user_id, anonymous_id, "
                "session_id, extract(epoch from occurred_at)::bigint, "
                "extract(epoch from received_at - occurred_at)::int, properties->'n', "
                "context#>>'{page,path}', tx is not null) from events"),
            UuidString(e.id) + "|default|collect/web|web|page_view|u1|a-1|" +
                UuidString(e.session_id) + "|1760000001|1|1|/ä|t");
}

TEST_F(WriterTest, EmptyTextsAreNull) {
  fake::BatchOf batch;
  fake::Heard e = Event(1);
  e.user_id = e.properties = e.context = "";
  batch.Add(e);
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Sql("select concat_ws('|', user_id is null, anonymous_id is null, session_id is null, "
                "properties, context) from events"),
            "t|t|t|{}|{}");
}

TEST_F(WriterTest, TheFirstStoredWins) {
  for (int delivery = 0; delivery < 5; ++delivery) {
    fake::BatchOf batch;
    fake::Heard e = Event(1);
    e.occurred_at += delivery * 20 * kDay;  // over the end of a month, too
    batch.Add(e);
    ASSERT_TRUE(Write(batch).ok()) << last_error_;
    EXPECT_EQ(batch.outcome(0).kind, delivery == 0 ? GRIOT_STORED : GRIOT_DUPLICATE);
  }
  EXPECT_EQ(Number("select count(*) from events"), 1);
  EXPECT_EQ(Number("select extract(epoch from occurred_at)::bigint from events"), 1760000001);
}

TEST_F(WriterTest, OneIdInTwoProjectsIsTwoRows) {
  fake::BatchOf batch;
  fake::Heard e = Event(1);
  batch.Add(e);
  e.project = "other";
  batch.Add(e);
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(batch.outcome(0).kind, GRIOT_STORED);
  EXPECT_EQ(batch.outcome(1).kind, GRIOT_STORED);
  // One of them again, beside a third: the answers must not be mixed up.
  fake::BatchOf second;
  e.project = "third";
  second.Add(e);
  e.project = "default";
  second.Add(e);
  ASSERT_TRUE(Write(second).ok()) << last_error_;
  EXPECT_EQ(second.outcome(0).kind, GRIOT_STORED);
  EXPECT_EQ(second.outcome(1).kind, GRIOT_DUPLICATE);
  EXPECT_EQ(Number("select count(*) from events"), 3);
}

TEST_F(WriterTest, ASecondCopyInABatchIsADuplicate) {
  fake::BatchOf batch;
  fake::Heard e = Event(1);
  batch.Add(e);
  batch.Add(Event(2));
  e.user_id = "somebody else";
  batch.Add(e);
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(batch.outcome(0).kind, GRIOT_STORED);
  EXPECT_EQ(batch.outcome(1).kind, GRIOT_STORED);
  EXPECT_EQ(batch.outcome(2).kind, GRIOT_DUPLICATE);
  EXPECT_EQ(Number("select count(*) from events where user_id = 'u1'"), 1);
}

TEST_F(WriterTest, MonthsFrom2000On) {
  fake::BatchOf batch;
  for (uint64_t n = 0; n < 20; ++n) {
    fake::Heard e = Event(n);
    e.occurred_at = kPostgresEpoch + static_cast<griot_time>(n) * 400 * kDay;
    batch.Add(e);
  }
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Number("select count(*) from events"), 20);
  EXPECT_EQ(Number("select count(*) from events_2000_01"), 1);
}

// As an import brings them. In one transaction their locks would be more than Postgres has.
TEST_F(WriterTest, AllMonthsOfDecadesInOneBatch) {
  fake::BatchOf batch;
  constexpr int kMonths = 25 * 12;
  for (int n = 0; n < kMonths; ++n) {
    fake::Heard e = Event(static_cast<uint64_t>(n));
    e.occurred_at = DaysFromCivil(2000 + n / 12, n % 12 + 1, 15) * kDay;
    batch.Add(e);
  }
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Number("select count(distinct tableoid) from events"), kMonths);
  EXPECT_GE(Number("select count(distinct xmin::text) from pg_class where relname ~ "
                   "'^events_2\\d{3}_\\d{2}$'"),
            kMonths / 12);
}

TEST_F(WriterTest, ADroppedPartitionIsMadeAnew) {
  fake::BatchOf batch;
  batch.Add(Event(1));
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  Sql("drop table events_2025_10");
  fake::BatchOf second;
  second.Add(Event(1));
  second.Add(Event(2));
  ASSERT_TRUE(Write(second).ok()) << last_error_;
  EXPECT_EQ(second.outcome(0).kind, GRIOT_DUPLICATE);  // the guard outlives the partition
  EXPECT_EQ(second.outcome(1).kind, GRIOT_STORED);
  EXPECT_EQ(Number("select count(*) from events_2025_10"), 1);
}

// Each COPY counts as two. A duplicate costs the batch that meets it a second try; the next ones
// ask first, and have no COPY where nothing is new.
TEST_F(WriterTest, AWriteTakesFewRoundTrips) {
  fake::BatchOf first, second, third, empty;
  for (uint64_t n = 0; n < 500; ++n) first.Add(Event(n));
  ASSERT_TRUE(Write(first).ok()) << last_error_;
  for (uint64_t n = 500; n < 1000; ++n) second.Add(Event(n));
  ASSERT_TRUE(Write(second).ok()) << last_error_;
  EXPECT_EQ(writer().round_trips(), 6u);
  ASSERT_TRUE(Write(second).ok()) << last_error_;
  EXPECT_EQ(writer().round_trips(), 6u);
  ASSERT_TRUE(Write(second).ok()) << last_error_;
  EXPECT_EQ(writer().round_trips(), 2u);
  for (uint64_t n = 900; n < 1100; ++n) third.Add(Event(n));
  ASSERT_TRUE(Write(third).ok()) << last_error_;
  EXPECT_EQ(writer().round_trips(), 4u);
  ASSERT_TRUE(Write(empty).ok()) << last_error_;
  EXPECT_EQ(Number("select count(*) from events"), 1100);
}

TEST_F(WriterTest, LookupReadsAndCannotWrite) {
  writer();
  Sql("create function probe(keys text[]) returns table (ord int, reply text) language sql as "
      "$$ select o::int, k || '!' from unnest(keys) with ordinality as t (k, o) where k <> 'no' "
      "$$");
  Sql("create function evil(keys text[]) returns table (ord int, reply text) language sql as "
      "$$ insert into event_ids (project, id) values ('x', gen_random_uuid()) returning 1, 'x' $$");
  const std::string keys[] = {"a", "no", "c"};
  const griot_str raw[] = {Str(keys[0]), Str(keys[1]), Str(keys[2])};
  std::string seen;
  const auto take = [&](uint32_t i, std::string_view reply) {
    seen += std::to_string(i) + std::string(reply);
  };
  EXPECT_TRUE(writer().Lookup("probe", raw, take).ok());
  EXPECT_EQ(seen, "0a!2c!");
  EXPECT_FALSE(writer().Lookup("evil", raw, take).ok());
  EXPECT_EQ(writer().Lookup("probe(keys); drop table events; --", raw, take).code, GRIOT_INVALID);
  EXPECT_EQ(Number("select count(*) from event_ids"), 0);
}

TEST_F(WriterTest, PublishesSettings) {
  writer();
  const uint64_t before = host_.settings.version();
  EXPECT_GT(before, 1'700'000'000'000u);
  EXPECT_NE(host_.settings.json().find(R"("default": {)"), std::string::npos);
  Sql("insert into projects (id, settings) values ('shop', '{\"timezone\": \"Asia/Kathmandu\"}')");
  Sql("insert into write_keys (hash, project, prefix) values (repeat('ab', 32), 'shop', 'wk_x')");
  writer().Tick(Now());
  EXPECT_GT(host_.settings.version(), before);
  json::Document document;
  const std::string text = host_.settings.json();
  ASSERT_TRUE(document.Parse(text).ok());
  EXPECT_TRUE(document.root().FindPath("projects.shop.timezone").StringIs("Asia/Kathmandu"));
  EXPECT_EQ(document.root().FindPath("projects.shop.week_start").int64(), 1);
  std::string hash;
  for (int i = 0; i < 32; ++i) hash += "ab";
  EXPECT_TRUE(document.root().Find("write_keys").Find(hash).Find("project").StringIs("shop"));
  Sql("update write_keys set revoked_at = now()");
  writer().Tick(Now());
  EXPECT_EQ(host_.settings.json().find(hash), std::string::npos);
}

}  // namespace
}  // namespace griot::postgres
