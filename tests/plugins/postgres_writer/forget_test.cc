// People who are forgotten: what they did before comes back from nowhere, what they do later is
// stored.

#include <random>
#include <thread>

#include "griot/postgres.hpp"
#include "writer_fixture.h"

namespace griot::postgres {
namespace {

class ForgetTest : public WriterTest {
 protected:
  // Events heard just now, so that the cut-off lies after them.
  static fake::Heard Of(uint64_t n, const char* user, const char* anonymous = "") {
    fake::Heard e = Event(n);
    e.user_id = user;
    e.anonymous_id = anonymous;
    return e;
  }
  // As the role that people's commands have.
  std::string AsApp(const std::string& sql) const {
    return std::string(pg::Database(url_, "griot_app").Run(sql).text(0, 0));
  }
  std::string Announce(const char* identifiers, const char* project = "default") {
    writer();
    return AsApp("select griot_forget_announce('" + std::string(project) + "', '" + identifiers +
                 "')");
  }
  std::string Forget(const char* identifiers, const char* project = "default") {
    return Erase(Announce(identifiers, project));
  }
  std::string Erase(const std::string& request) {
    return AsApp("select griot_forget_erase('" + request + "')");
  }
  std::string Users() {
    return Sql(
        "select coalesce(string_agg(coalesce(user_id, anonymous_id), ' ' order by occurred_at), "
        "'') "
        "from events");
  }
  std::string Outcomes() {
    return Sql(
        "select concat_ws(' ', sum(stored), sum(duplicate), sum(filtered), sum(dead)) from ledger");
  }
};

TEST_F(ForgetTest, WhatWasBeforeIsNotStoredAndWhatIsLaterIs) {
  fake::BatchOf nothing;
  nothing.Add(Of(0, "other"));
  ASSERT_TRUE(Write(nothing).ok()) << last_error_;
  Forget(R"([["phone","+254700000001"],["email","ada@shop.example"],["anonymous","a1"]])");
  fake::BatchOf batch;
  batch.Add(Of(1, "+254700000001"));
  batch.Add(Of(2, "Ada@Shop.example"));
  batch.Add(Of(3, "", "a1"));
  batch.Add(Of(4, "someone", "a1"));  // another person at the same device
  batch.Add(Of(5, "a1"));             // a user's id is no visitor's
  fake::Heard later = Of(6, "+254700000001");
  later.occurred_at = 4'000'000'000 * kSecond;  // refused: no such month
  batch.Add(later);
  fake::Heard now = Of(7, "+254700000001");
  now.occurred_at = now.received_at = Now() + 60 * kSecond;
  batch.Add(now);
  batch.AddFact({"unknown", "default", "k", "{}", Of(1, "").id});
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Users(), "other someone a1 +254700000001");
  EXPECT_EQ(Outcomes(), "4 0 3 1");
  EXPECT_EQ(Sql("select kind || ' ' || reason || ' ' || count from ledger_reasons where kind = "
                "'filtered'"),
            "filtered forgotten 3");
  EXPECT_EQ(Number("select count(*) from dead_letters where kind = 'fact'"), 0);
  EXPECT_EQ(Number("select count(*) from event_ids"), 4);
}

TEST_F(ForgetTest, AnotherProjectsPeopleStay) {
  Forget(R"([["account","u1"]])", "other");
  fake::BatchOf batch;
  batch.Add(Of(1, "u1"));
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Users(), "u1");
}

// The ways in which the writer asks the guard, and finds bad rows.
TEST_F(ForgetTest, AmongDuplicatesAndBadRows) {
  fake::BatchOf first, second, third, fourth;
  first.Add(Of(1, "u1")).Add(Of(2, "u2"));
  ASSERT_TRUE(Write(first).ok()) << last_error_;
  second.Add(Of(1, "u1")).Add(Of(3, "u3"));  // from here on it asks the guard first
  ASSERT_TRUE(Write(second).ok()) << last_error_;
  Forget(R"([["account","u1"]])");
  third.Add(Of(1, "u1")).Add(Of(4, "u1")).Add(Of(4, "u1")).Add(Of(5, "u5")).Add(Of(2, "u2"));
  ASSERT_TRUE(Write(third).ok()) << last_error_;
  EXPECT_EQ(Users(), "u2 u3 u5");
  fake::Heard bad = Of(6, "u6");
  bad.properties = R"({"x":"\u0000"})";
  fourth.Add(Of(7, "u1")).Add(bad).Add(Of(8, "u8")).Add(Of(4, "u1"));
  ASSERT_TRUE(Write(fourth).ok()) << last_error_;
  EXPECT_EQ(Users(), "u2 u3 u5 u8");
  EXPECT_EQ(Outcomes(), "5 2 5 1");
}

TEST_F(ForgetTest, WhatEndedBeforeTheSinksLeavesNoLetter) {
  Forget(R"([["account","u1"]])");
  fake::BatchOf batch;
  batch.AddSettled({GRIOT_DEAD, Of(1, "u1"), "bad", "", "process/x", ""});
  batch.AddSettled({GRIOT_DEAD, Of(2, "u2"), "bad", "", "process/x", ""});
  batch.AddSettled({GRIOT_FILTERED, Of(3, "u1"), "boring", "", "process/x", ""});
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Sql("select string_agg(event::json->>'user_id', ' ') from dead_letters"), "u2");
  EXPECT_EQ(Sql("select string_agg(kind || ' ' || reason || ' ' || count, ', ' order by 1) from "
                "ledger_reasons"),
            "dead bad 1, filtered forgotten 2");
}

TEST_F(ForgetTest, ErasesRowsAndLettersAndKeepsTheGuard) {
  fake::BatchOf batch;
  batch.Add(Of(1, "u1")).Add(Of(2, "", "a1")).Add(Of(3, "u2", "a1")).Add(Of(4, "ADA@x.example"));
  batch.Add(Of(5, "u\"1"));
  for (const char* user : {"u1", "u2", "u\"1"}) {
    fake::Heard bad = Of(10, user);
    bad.id = UuidV5(kEventNamespace, user);
    bad.name = R"(a "user_id":"u2", name)";
    bad.properties = R"({"x":"\u0000","user_id":"u1"})";
    batch.Add(bad);
  }
  fake::Heard later = Of(6, "u1");
  later.occurred_at = later.received_at = Now() + 60 * kSecond;  // a clock that is ahead
  batch.Add(later);
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  ASSERT_EQ(Number("select count(*) from dead_letters"), 3);
  const std::string ids = Sql("select count(*) from event_ids");
  const std::string request = Announce(
      R"([["account","u1"],["anonymous","a1"],["email","ada@x.example"],["account","u\"1"]])");
  EXPECT_EQ(Erase(request), R"({"events": 5, "dead_letters": 2})");
  EXPECT_EQ(Erase(request), R"({"events": 0, "dead_letters": 0})");
  EXPECT_EQ(Users(), "u2");
  EXPECT_EQ(Sql("select event_id from dead_letters"), UuidString(UuidV5(kEventNamespace, "u2")));
  EXPECT_EQ(Sql("select count(*) from event_ids"), ids);
  fake::BatchOf again;
  again.Add(Of(1, "u1")).Add(Of(2, "", "a1")).Add(Of(5, "u\"1"));
  ASSERT_TRUE(Write(again).ok()) << last_error_;
  EXPECT_EQ(Users(), "u2");
}

TEST_F(ForgetTest, TheSettingsNameThePeopleWhileItLasts) {
  writer();
  const std::string before = Sql("select version from settings_version");
  const std::string request = Announce(R"([["account","u1"]])");
  EXPECT_EQ(Sql("select jsonb_path_query_array(griot_settings(), '$.forget[*].identifiers')"),
            R"([[["account", "u1"]]])");
  EXPECT_EQ(Sql("select griot_settings()->'forget'->0->>'id'"), request);
  EXPECT_NE(Sql("select version from settings_version"), before);
  Erase(request);
  EXPECT_EQ(Sql("select griot_settings()->'forget'->0->>'id'"), request);
  AsApp("select griot_forget_end('" + request + "', '{\"events\": 0}')");
  EXPECT_EQ(Sql("select griot_settings() ? 'forget'"), "f");
  EXPECT_EQ(Sql("select count(*) from forget_requests where identifiers is null"), "1");
  EXPECT_EQ(Sql("select count(*) from forgotten where encode(digest, 'escape') like '%u1%'"), "0");
}

// Who writes by what was true before has committed when the request stands.
TEST_F(ForgetTest, WaitsForTransactionsThatDidNotKnow) {
  writer();
  pg::Database held(url_);
  held.Run("begin");
  EXPECT_EQ(held.Run("select griot_forgetting()").text(0, 0), "f");
  std::thread forgetting([&] { Forget(R"([["account","u1"]])"); });
  while (Sql("select count(*) from pg_locks where locktype = 'advisory' and not granted") == "0") {
    std::this_thread::yield();
  }
  EXPECT_EQ(Number("select count(*) from forgotten"), 0);
  held.Run("commit");
  forgetting.join();
  held.Run("begin");
  EXPECT_EQ(held.Run("select griot_forgetting()").text(0, 0), "t");
}

TEST_F(ForgetTest, NobodyElseReadsTheKeyOrForgets) {
  writer();
  for (const char* role : {"griot_writer", "griot_reader", "griot_app"}) {
    pg::Database db(url_, role);
    EXPECT_THROW(db.Run("select key from forget_key"), std::exception) << role;
    EXPECT_THROW(db.Run("select griot_forget_digest('p', 'user u')"), std::exception) << role;
    EXPECT_THROW(db.Run("select griot_erase_events('p', '[]', now())"), std::exception) << role;
  }
}

}  // namespace
}  // namespace griot::postgres
