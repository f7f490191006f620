#include "writer_fixture.h"

namespace griot::postgres {
namespace {

constexpr griot_migration kMigration{
    sizeof(griot_migration), 1, "marks",
    R"(create table marks (ord int, project text, key text, cause uuid, body jsonb);
       create table good (key text, call uuid);
       grant select, insert on marks, good to griot_writer;
       create function apply_marks(projects text[], keys text[], causes uuid[], bodies jsonb[])
         returns table (ord int, reply text) language sql as $$
           insert into marks select o, p, k, c, b
             from unnest(projects, keys, causes, bodies) with ordinality as t (p, k, c, b, o);
           select o::int, 'seen ' || k from unnest(keys) with ordinality as t (k, o) $$;
       create function apply_picky(projects text[], keys text[], causes uuid[], bodies jsonb[])
         returns table (ord int, reply text) language plpgsql as $$
         begin
           if 'bad' = any (keys) then raise exception 'not this one'; end if;
           insert into good select k, c.id from unnest(keys) k, (select gen_random_uuid() as id) c;
           return query select o::int, 'took ' || k from unnest(keys) with ordinality as t (k, o);
         end $$;
       create function apply_broken(projects text[], keys text[], causes uuid[], bodies jsonb[])
         returns table (ord int, reply text) language plpgsql as $$
         begin perform no_such_column from marks; end $$)"};
constexpr griot_fact_kind kMark{sizeof(griot_fact_kind), 0, "mark", "apply_marks"};
constexpr griot_fact_kind kPicky{sizeof(griot_fact_kind), 0, "picky", "apply_picky"};
constexpr griot_fact_kind kBroken{sizeof(griot_fact_kind), 0, "broken", "apply_broken"};
constexpr griot_fact_kind kEvil{sizeof(griot_fact_kind), 0, "evil", "f(); drop table events; --"};
constexpr const griot_migration* kMigrations[] = {&kMigration};
constexpr const griot_fact_kind* kFacts[] = {&kMark, &kPicky, &kBroken, &kEvil};
constexpr griot_store kStore{sizeof(griot_store), 1, 4, 0, kMigrations, kFacts, nullptr};

class FactsTest : public WriterTest {
 protected:
  FactsTest() {
    static const griot_plugin plugin = [] {
      griot_plugin p{};
      p.struct_size = sizeof p;
      p.id = "marker";
      p.get_extension = [](const char* id) -> const void* {
        return std::string_view(id) == GRIOT_EXT_STORE ? &kStore : nullptr;
      };
      return p;
    }();
    host_.catalogue.plugins.push_back(&plugin);
  }
  static fake::HeardFact Fact(const char* kind, const char* key, const Uuid& cause) {
    return {kind, "default", key, R"({"k":1})", cause};
  }
};

TEST_F(FactsTest, AFactGoesWhereItsCauseGoes) {
  fake::BatchOf first;
  first.Add(Event(1));
  ASSERT_TRUE(Write(first).ok()) << last_error_;
  fake::BatchOf batch;
  batch.Add(Event(1)).Add(Event(2));
  fake::Heard bad = Event(3);
  bad.properties = "no json";
  batch.Add(bad);
  fake::HeardSettled filtered;
  filtered.kind = GRIOT_FILTERED;
  filtered.event = Event(4);
  batch.AddSettled(filtered);
  batch.AddFact(Fact("mark", "duplicate", Event(1).id));
  batch.AddFact(Fact("mark", "new", Event(2).id));
  batch.AddFact(Fact("mark", "dead", Event(3).id));
  batch.AddFact(Fact("mark", "filtered", Event(4).id));
  batch.AddFact(Fact("mark", "always", {}));
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Sql("select string_agg(key, ' ' order by ord) from marks"), "new always");
  EXPECT_EQ(Number("select count(*) from marks where cause is null and project = 'default'"), 1);
  EXPECT_EQ(batch.reply(0), "");
  EXPECT_EQ(batch.reply(1), "seen new");
  EXPECT_EQ(batch.reply(4), "seen always");
}

TEST_F(FactsTest, AnEventTwiceInABatchBringsItsFactOnce) {
  fake::BatchOf batch;
  batch.Add(Event(1)).Add(Event(1)).Add(Event(2));
  batch.AddFact(Fact("mark", "k", Event(1).id));
  batch.AddFact(Fact("mark", "k", Event(1).id));
  batch.AddFact(Fact("mark", "k", Event(2).id));
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Number("select count(*) from marks"), 2);
}

TEST_F(FactsTest, AFactThatFailsLosesNeitherItsEventNorItself) {
  fake::BatchOf batch;
  batch.Add(Event(1)).Add(Event(2)).Add(Event(3));
  batch.AddFact(Fact("picky", "a", Event(1).id));
  batch.AddFact(Fact("picky", "bad", Event(2).id));
  batch.AddFact(Fact("picky", "c", Event(3).id));
  batch.AddFact(Fact("mark", "m", Event(1).id));
  batch.AddFact(Fact("broken", "x", Event(1).id));
  batch.AddFact(Fact("evil", "y", Event(1).id));
  batch.AddFact(Fact("nobody", "z", Event(1).id));
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Number("select count(*) from events"), 3);
  EXPECT_EQ(Sql("select string_agg(key, ' ' order by key) from good"), "a c");
  EXPECT_EQ(Number("select count(*) from marks"), 1);
  EXPECT_EQ(batch.reply(0), "took a");
  EXPECT_EQ(batch.reply(1), "");
  EXPECT_EQ(batch.reply(3), "seen m");
  EXPECT_EQ(Sql("select string_agg(name || ' ' || reason || ' ' || left(detail, 5), ', ' "
                "order by name) from dead_letters where kind = 'fact'"),
            "broken fact_failed 42703, evil unknown_fact_kind no lo, "
            "nobody unknown_fact_kind no lo, picky fact_failed P0001");
  EXPECT_EQ(Number("select count(*) from dead_letters where kind = 'fact' and "
                   "(event::jsonb)->'body' = '{\"k\": 1}'"),
            4);
  EXPECT_LE(writer().round_trips(), 25u);
  EXPECT_NE(Log().find("facts of kind 'picky' were refused"), std::string::npos) << Log();
}

// Else a function that reads the stored events of a key would find some before their facts.
TEST_F(FactsTest, AfterARefusalTheFactsOfAKeyStillComeTogether) {
  fake::BatchOf batch;
  const char* const keys[] = {"a", "b", "a", "bad", "b", "a", "bad"};
  for (uint64_t n = 0; n < std::size(keys); ++n) {
    batch.Add(Event(n));
    batch.AddFact(Fact("picky", keys[n], Event(n).id));
  }
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Sql("select string_agg(n || key, ' ' order by key) from "
                "(select key, count(*) n from good group by key, call) x"),
            "3a 2b");
  for (const uint32_t n : {0, 2, 5}) EXPECT_EQ(batch.reply(n), "took a");
  for (const uint32_t n : {1, 4}) EXPECT_EQ(batch.reply(n), "took b");
  EXPECT_EQ(Number("select count(*) from dead_letters where kind = 'fact'"), 2);
}

}  // namespace
}  // namespace griot::postgres
