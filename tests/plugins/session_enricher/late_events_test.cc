// Sessions whose events come in any order, more than once, over restarts: the rows must equal
// sql/queries/sessions.sql after every batch, and each event resolve to the session that holds it.

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "griot/postgres.hpp"
#include "session_rows_fixture.h"
#include "support/seed.h"

namespace griot::sessions {
namespace {

constexpr const char* kColumns =
    "project, channel, subject, first_at, last_at, until_at, first_own_at, last_own_at, "
    "event_count, "
    "own_count, page_count, converted, user_id, anonymous_id, source, campaign, device, country, "
    "entry, exit";

std::string Truth() {
  std::ifstream file(SESSIONS_SQL);
  std::stringstream text;
  text << file.rdbuf();
  std::string sql = text.str();
  for (const auto& [from, to] : {std::pair("$1", "'-infinity'"), std::pair("$2", "'infinity'")}) {
    for (size_t at; (at = sql.find(from)) != std::string::npos;) sql.replace(at, 2, to);
  }
  return sql;
}

class LateEventsTest : public SessionRowsTest {
 protected:
  // What is wrong with the rows of sessions; empty: nothing.
  std::string Differences() const {
    const std::string stored = std::string("select ") + kColumns + " from sessions";
    const std::string truth = std::string("select ") + kColumns + " from (" + truth_ + ") x";
    return Sql("select coalesce(string_agg(d::text, e'\\n'), '') from ((select 'stored', * from (" +
               stored + " except " + truth + ") a) union all (select 'true', * from (" + truth +
               " except " + stored + ") b)) d");
  }
  // Keys of whose last event after their last session the store knows too little.
  std::string UnknownTails() const {
    return Sql(
        "with e as (select *, griot_session_subject(device, user_id, anonymous_id) as subject from "
        "events), last as (select distinct on (project, channel, subject) * from sessions order by "
        "project, channel, subject, first_at desc) "
        "select (select count(*) from last s where coalesce(s.tail, 0) < (select "
        "max(griot_event_order(e.occurred_at, e.name)) from e where e.project = s.project and "
        "e.channel = s.channel and e.subject = s.subject and e.occurred_at > s.until_at)) || ' ' "
        "|| "
        "(select count(*) from e where griot_is_person(e.subject) and not exists (select from last "
        "s "
        "where s.project = e.project and s.channel = e.channel and s.subject = e.subject) and not "
        "exists (select from session_strays t where t.project = e.project and t.channel = "
        "e.channel "
        "and t.subject = e.subject and t.tail >= griot_event_order(e.occurred_at, e.name)))");
  }

  // A short and a long time for a project of its own.
  void OtherRules() {
    const std::string settings = R"({"idle":{"web":600,"whatsapp":7200}})";
    Sql("insert into projects (id, settings) values ('other', '" + settings + "')");
    host_.settings.Set(1, R"({"version":1,"projects":{"other":)" + settings + "}}");
  }

  const std::string truth_ = Truth();
};

fake::Heard Anything(std::mt19937_64& random, uint64_t n) {
  static const char* const names[] = {"page_view",        "click",        "identify",
                                      "purchase",         "message.sent", "message.read",
                                      "chat.resolved",    "chat.opened",  "error",
                                      "message.received", "screen_view",  "ai.answer"};
  const auto any = [&](auto... options) {
    const char* const list[] = {options...};
    return std::string(list[random() % sizeof...(options)]);
  };
  fake::Heard e;
  e.id = UuidV5(kEventNamespace, "late" + std::to_string(n));
  e.project = any("default", "default", "other");
  e.channel = any("web", "whatsapp");
  e.source = "collect/web";
  e.name = names[random() % std::size(names)];
  e.flags = e.channel == "web" ? GRIOT_EVENT_DEVICE : 0;
  e.user_id = any("", "u1", "u2", "bot:x", "u3");
  e.anonymous_id = any("", "a1", "u1", "a2");
  // Few times, so that ties and gaps of exactly the idle time are common.
  e.occurred_at = e.received_at = kStart + static_cast<griot_time>(random() % 120) * 600 * kSecond +
                                  (random() % 20 == 0 ? 1 : 0);
  e.properties = any("{}", R"({"path":"/a"})", R"({"origin":"flow","utm_source":"p"})",
                     R"({"campaignId":"c"})", R"({"category":"market\u0069ng"})",
                     R"({"journeyEnd":true,"countryCode":"KE","name":"Home"})");
  if (random() % 25 == 0) e.properties = R"({"x":"\u0000"})";  // ends dead
  e.context = any("{}", "{}", R"({"campaign":{"source":"s1","name":"n1"}})",
                  R"({"geo":{"country":"DE"},"device":{"type":"mobile"}})",
                  R"({"device":{"type":"desktop"},"campaign":{"name":"n2"}})",
                  R"({"utm":{"source":"s2"},"page":{"path":"/b"}})");
  return e;
}

TEST_F(LateEventsTest, AnyOrderGivesTheSameSessions) {
  std::mt19937_64 random(test::Seed());
  std::vector<fake::Heard> events;
  for (uint64_t n = 0; n < 900; ++n) events.push_back(Anything(random, n));
  OtherRules();
  for (size_t i = 0; i < events.size();) {
    if (random() % 8 == 0) Restart(random() % 2 == 0 ? 2 : 1000);
    fake::BatchOf batch;
    for (size_t size = 1 + random() % (random() % 4 == 0 ? 60 : 6); size > 0 && i < events.size();
         --size) {
      batch.Add(events[i++]);
      if (random() % 12 == 0) {
        fake::Heard again = events[random() % i];
        again.occurred_at += static_cast<griot_time>(random() % 3) * 1000 * kSecond;
        batch.Add(again);
      }
    }
    Run(batch);
    if (HasFatalFailure()) return;
    ASSERT_EQ(Sql("select count(*) from dead_letters where kind = 'fact'"), "0");
    ASSERT_EQ(Differences(), "") << "after " << i << " events";
    ASSERT_EQ(UnknownTails(), "0 0") << "after " << i << " events";
  }
  EXPECT_GT(std::stoi(Sql("select count(*) from sessions")), 50);
  EXPECT_GT(std::stoi(Sql("select count(*) from session_aliases")), 0);
  EXPECT_EQ(Sql("select count(*) from session_aliases a where not exists (select from sessions s "
                "where s.session_id = a.target) or exists (select from sessions s where "
                "s.session_id = a.session_id)"),
            "0");
  EXPECT_EQ(Sql("select count(*) from (select session_id, count(*) n from events_resolved where "
                "session_id is not null group by 1) r full join sessions s using (session_id) "
                "where r.n is distinct from s.event_count"),
            "0");
}

// As a history is told: batches that hold many sessions of a key, in order but for a few.
TEST_F(LateEventsTest, ManySessionsOfAKeyInABatch) {
  std::mt19937_64 random(test::Seed());
  std::vector<fake::Heard> events;
  for (uint64_t n = 0; n < 3000; ++n) {
    events.push_back(Anything(random, n));
    events.back().user_id += std::to_string(random() % 4);
    events.back().anonymous_id += std::to_string(random() % 4);
  }
  OtherRules();
  std::stable_sort(events.begin(), events.end(), [](const fake::Heard& a, const fake::Heard& b) {
    return a.occurred_at < b.occurred_at;
  });
  for (int late = 0; late < 400; ++late) {
    std::swap(events[random() % events.size()], events[random() % events.size()]);
  }
  for (size_t i = 0; i < events.size();) {
    if (random() % 4 == 0) Restart(random() % 2 == 0 ? 2 : 1000);
    fake::BatchOf batch;
    for (size_t size = 1 + random() % 400; size > 0 && i < events.size(); --size) {
      batch.Add(events[i++]);
    }
    Run(batch);
    if (HasFatalFailure()) return;
    ASSERT_EQ(Differences(), "") << "after " << i << " events";
    ASSERT_EQ(UnknownTails(), "0 0") << "after " << i << " events";
  }
}

// Of whole seconds and in any order, as providers tell: nearly all are behind or beside others of
// their session, which must not be grouped anew for that, and still tell what the first of them
// did.
TEST_F(LateEventsTest, AnyOrderWithinSessionsTellsTheSame) {
  std::mt19937_64 random(test::Seed());
  std::vector<fake::Heard> events;
  for (uint64_t n = 0; n < 2500; ++n) {
    fake::Heard e = Anything(random, n);
    const uint64_t session = n / 10;
    e.project = "default";
    e.channel = session % 2 == 0 ? "whatsapp" : "web";
    e.flags = session % 2 == 0 ? 0 : GRIOT_EVENT_DEVICE;
    (session % 2 == 0 ? e.user_id : e.anonymous_id) = "w" + std::to_string(session);
    if (e.name == "identify") e.name = "message.received";
    if (session % 4 < 2) e.properties = e.context = "{}";  // nothing but the order decides
    e.occurred_at = kStart + static_cast<griot_time>(1 + random() % 6) * kSecond;
    if (n % 10 == 0) {
      e.occurred_at = kStart;
      if (session % 3 != 0) e.name = "message.sent";  // not an own one
    }
    events.push_back(e);
    std::swap(events.back(), events[n - random() % std::min<uint64_t>(n % 10 + 1, 4)]);
  }
  for (size_t i = 0, batches = 0; i < events.size();) {
    if (random() % 16 == 0) Restart(random() % 2 == 0 ? 2 : 1000);
    fake::BatchOf batch;
    for (size_t size = 1 + random() % 8; size > 0 && i < events.size(); --size) {
      batch.Add(events[i++]);
    }
    Run(batch);
    if (HasFatalFailure()) return;
    if (++batches % 10 != 0) continue;
    ASSERT_EQ(Differences(), "") << "after " << i << " events";
  }
  EXPECT_EQ(Differences(), "");
}

TEST_F(LateEventsTest, WhoComesLaterMayHaveKnownFirst) {
  const auto hear = [this](uint64_t n, int seconds, const char* context) {
    fake::Heard e = Event(n, seconds);
    e.context = context;
    fake::BatchOf batch;
    batch.Add(e);
    Run(batch);
    EXPECT_EQ(Differences(), "") << "after event " << n;
  };
  hear(1, 0, "{}");
  hear(2, 50, R"({"campaign":{"source":"second","name":"n"},"device":{"type":"mobile"}})");
  hear(3, 20, "{}");
  hear(4, 30, R"({"campaign":{"source":"first","name":"m"},"device":{"type":"desktop"}})");
  EXPECT_EQ(Sql("select source || ' ' || campaign || ' ' || device from sessions"),
            "first m desktop");
  hear(5, 40, R"({"geo":{"country":"DE"}})");
  EXPECT_EQ(Sql("select country from sessions"), "DE");
}

TEST_F(LateEventsTest, ADuplicateWithoutATimeExtendsNothing) {
  fake::BatchOf first, again, after;
  first.Add(Event(1, 0));
  Run(first);
  again.Add(Event(1, 1000));  // the same, told when it came again
  Run(again);
  after.Add(Event(2, 2500));
  Run(after);
  EXPECT_EQ(Differences(), "");
  EXPECT_EQ(Sql("select count(*) from sessions"), "2");
}

TEST_F(LateEventsTest, ABridgeThatEndsDeadBridgesNothing) {
  fake::BatchOf batch;
  fake::Heard bridge = Event(2, 1500);
  bridge.properties = R"({"x":"\u0000"})";  // refused by Postgres
  batch.Add(Event(1, 0)).Add(bridge).Add(Event(3, 3000)).Add(Event(4, 4000));
  Run(batch);
  EXPECT_EQ(Sql("select count(*) from events"), "3");
  EXPECT_EQ(Differences(), "");
  EXPECT_EQ(Sql("select string_agg(event_count::text, ' ' order by first_at) from sessions"),
            "1 2");
  // And one that is stored bridges what stood.
  fake::BatchOf late;
  late.Add(Event(5, 1500));
  Run(late);
  EXPECT_EQ(Differences(), "");
  EXPECT_EQ(
      Sql("select event_count || ' ' || (select count(*) from session_aliases) from sessions"),
      "4 1");
}

// The end of one session and the start of the next one were told as one, which ended dead between
// them.
TEST_F(LateEventsTest, PartsOfASessionWhoseMiddleEndsDeadAreSessions) {
  const auto dead = [](fake::Heard event) {
    event.properties = R"({"x":"\u0000"})";
    return event;
  };
  fake::BatchOf batch;
  batch.Add(Event(1, 0)).Add(dead(Event(2, -9000, "message.read")));
  batch.Add(dead(Event(3, 1500))).Add(Event(4, 3000));
  Run(batch);
  EXPECT_EQ(Differences(), "");
  EXPECT_EQ(Sql("select count(*) from sessions"), "2");
}

TEST_F(LateEventsTest, StraysAroundASessionThatEndsDeadAreOneKeys) {
  fake::Heard dead = Event(2, 9000);
  dead.properties = R"({"x":"\u0000"})";
  fake::BatchOf batch;
  batch.Add(Event(1, 0, "message.read")).Add(dead).Add(Event(3, 18000, "message.read"));
  Run(batch);
  EXPECT_EQ(Differences(), "");
  EXPECT_EQ(UnknownTails(), "0 0");
}

// Another processor holds an event of the session that this one bridges, not yet committed.
TEST_F(LateEventsTest, ABridgeWaitsForWhatAnotherHolds) {
  fake::BatchOf first;
  first.Add(Event(1, 0)).Add(Event(2, 3000));
  Run(first);
  fake::BatchOf theirs;
  theirs.Add(Event(3, 4500));  // extends the second
  SessionEnricher other(host_.Config("process/session"),
                        std::make_unique<SessionCache>(10, [this](auto keys, const auto& take) {
                          EXPECT_TRUE(writer_->Lookup("griot_session_states", keys, take).ok());
                        }));
  other.Process(theirs.view());
  const fake::HeardFact fact = theirs.facts()[0];
  pg::Database held(url_);
  held.Run("begin");
  held.Run(
      "insert into events (id, project, source, channel, name, user_id, occurred_at, received_at, "
      "properties, context) values ($1, 'default', 's', 'web', 'page_view', 'u', "
      "to_timestamp($2::bigint / 1e6), now(), '{}', '{}')",
      {UuidString(Event(3, 0).id), std::to_string(Event(3, 4500).occurred_at)});
  held.Run(
      "select * from griot_apply_sessions(array['default'], array[$1], array[$2::uuid], "
      "array[$3::jsonb])",
      {fact.key, UuidString(fact.cause), fact.body});
  std::thread bridging([&] {
    fake::BatchOf bridge;
    bridge.Add(Event(4, 1500));
    Run(bridge);
  });
  while (Sql("select count(*) from pg_locks where locktype = 'advisory' and not granted") == "0") {
    std::this_thread::yield();
  }
  held.Run("commit");
  bridging.join();
  EXPECT_EQ(Differences(), "");
  EXPECT_EQ(Sql("select string_agg(event_count::text, ' ') from sessions"), "4");
}

TEST_F(LateEventsTest, WhoIsForgottenHasTheSessionsOfWhatIsLeft) {
  std::mt19937_64 random(11);
  fake::BatchOf batch;
  for (uint64_t n = 0; n < 600; ++n) batch.Add(Anything(random, n));
  Run(batch);
  const std::string u2 = Sql("select count(*) from sessions where subject = 'u2'");
  const std::string request =
      Sql(R"(select griot_forget_announce('default', '[["account","u1"],["anonymous","a1"]]'))");
  // Half of them happened after it, as it were.
  Sql("update forget_requests set cutoff = (select percentile_disc(0.5) within group (order by "
      "occurred_at) from events)");
  Sql("select griot_forget_erase('" + request + "')");
  EXPECT_EQ(Differences(), "");
  EXPECT_EQ(UnknownTails(), "0 0");
  EXPECT_EQ(Sql("select count(*) from sessions where subject = 'u2'"), u2);
  EXPECT_NE(Sql("select count(*) from sessions where subject = 'u1' and project = 'default'"), "0");
  Sql("update forget_requests set cutoff = now()");
  Sql("select griot_forget_erase('" + request + "')");
  EXPECT_EQ(Differences(), "");
  EXPECT_EQ(Sql("select count(*) from sessions where user_id = 'u1' and project = 'default' and "
                "channel = 'whatsapp'"),
            "0");
  EXPECT_EQ(Sql("select count(*) from session_aliases a where not exists (select from sessions s "
                "where s.session_id = a.target)"),
            "0");
}

TEST_F(LateEventsTest, AChangedRuleHoldsForWhatIsStored) {
  std::mt19937_64 random(7);
  fake::BatchOf batch;
  for (uint64_t n = 0; n < 600; ++n) batch.Add(Anything(random, n));
  Run(batch);
  ASSERT_EQ(Differences(), "");
  const std::string before = Sql("select count(*) from sessions");
  for (const char* const settings : {R"({"idle":{"web":60,"whatsapp":7200}})",
                                     R"({"session":{"opens_on":"every_event"}})", "{}"}) {
    Sql(std::string("update projects set settings = '") + settings + "'");
    ASSERT_NE(Differences(), "") << settings;
    while (Sql("select griot_rebuild_sessions()") != "0") continue;
    ASSERT_EQ(Differences(), "") << settings;
    ASSERT_EQ(UnknownTails(), "0 0") << settings;
  }
  EXPECT_EQ(Sql("select count(*) from sessions"), before);
}

}  // namespace
}  // namespace griot::sessions
