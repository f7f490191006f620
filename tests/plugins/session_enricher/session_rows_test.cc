// Rows of sessions against a truth that is computed from the stored events by plain code.

#include <algorithm>
#include <map>
#include <random>

#include "session_rows_fixture.h"

namespace griot::sessions {
namespace {

TEST_F(SessionRowsTest, ARowTellsTheWholeSession) {
  fake::BatchOf first, second;
  fake::Heard e = Event(1, 0);
  e.user_id = "";
  e.anonymous_id = "a";
  e.flags = GRIOT_EVENT_DEVICE;
  e.properties = R"({"path":"/start"})";
  first.Add(e);
  e = Event(2, 60, "identify");
  e.anonymous_id = "a";
  e.flags = GRIOT_EVENT_DEVICE;
  first.Add(e);
  Run(first);
  e = Event(3, 120);
  e.anonymous_id = "a";
  e.flags = GRIOT_EVENT_DEVICE;
  e.properties = R"({"path":"/end"})";
  e.context = R"({"campaign":{"source":"news","name":"spring"},"geo":{"country":"MX"},)"
              R"("device":{"type":"mobile"}})";
  second.Add(e);
  e.id = UuidV5(kEventNamespace, "last");
  e.name = "purchase";
  e.occurred_at += 30 * kSecond;
  e.context = R"({"campaign":{"source":"other"}})";
  second.Add(e);
  Run(second);
  EXPECT_EQ(Sql("select concat_ws('|', project, channel, subject, user_id, anonymous_id, "
                "extract(epoch from first_at)::bigint, extract(epoch from last_at)::bigint, "
                "event_count, own_count, page_count, engaged, converted) from sessions"),
            "default|web|a|u|a|1760000000|1760000150|4|3|2|t|t");
  EXPECT_EQ(Sql("select concat_ws('|', source, campaign, device, country, entry, exit) "
                "from sessions"),
            "news|spring|mobile|MX|/start|purchase");
  EXPECT_EQ(Sql("select count(distinct session_id) || ' ' || count(session_id) from "
                "events_resolved"),
            "1 4");
}

TEST_F(SessionRowsTest, ARedeliveryCountsNothing) {
  for (int delivery = 0; delivery < 3; ++delivery) {
    fake::BatchOf batch;
    batch.Add(Event(1, 0)).Add(Event(1, 0)).Add(Event(2, delivery * 10));
    Run(batch);
    EXPECT_EQ(Sql("select event_count || ' ' || extract(epoch from last_at - first_at)::int "
                  "from sessions"),
              "2 0");
  }
}

TEST_F(SessionRowsTest, WhatOnlyJoinsMakesNoSessionAndMovesNoEnd) {
  fake::BatchOf batch;
  batch.Add(Event(1, 0)).Add(Event(2, 100, "identify"));
  Run(batch);
  EXPECT_EQ(Sql("select concat_ws(' ', event_count, own_count, "
                "extract(epoch from last_at - first_at)::int) from sessions"),
            "2 1 0");
  // The founder is refused, so what joined it has no session to count in.
  fake::BatchOf second;
  fake::Heard bad = Event(3, 10000);
  bad.properties = R"({"x":"\u0000"})";
  second.Add(bad).Add(Event(4, 10001, "identify"));
  Run(second);
  EXPECT_EQ(Sql("select count(*) from sessions"), "1");
}

// What the rows must be, from the stored events alone.
TEST_F(SessionRowsTest, RowsEqualTheTruthOverRestartsAndDuplicates) {
  std::mt19937_64 random(4);
  std::vector<fake::Heard> events;
  griot_time at = 0;
  for (uint64_t n = 0; n < 1500; ++n) {
    at += static_cast<griot_time>(1 + random() % 400);
    const char* const names[] = {"page_view", "click", "identify", "purchase", "message.sent"};
    fake::Heard e = Event(n, at, names[random() % 5]);
    e.user_id = "u" + std::to_string(random() % 12);
    e.channel = random() % 2 == 0 ? "web" : "whatsapp";
    e.project = random() % 2 == 0 ? "default" : "other";
    e.properties = R"({"path":"/)" + std::to_string(random() % 9) + R"("})";
    events.push_back(e);
  }
  for (size_t i = 0; i < events.size();) {
    if (random() % 6 == 0) Restart(random() % 2 == 0 ? 3 : 1000);
    fake::BatchOf batch;
    for (size_t size = 1 + random() % 40; size > 0 && i < events.size(); --size, ++i) {
      batch.Add(events[i]);
      if (random() % 10 == 0) batch.Add(events[i]);
      // Told again, and long after: must change nothing. A batch of its own, because within one
      // batch what follows it is judged by a state that it should not have touched.
    }
    Run(batch);
    if (random() % 3 == 0) {
      fake::BatchOf again;
      fake::Heard old = events[random() % i];
      old.occurred_at = events[i - 1].occurred_at;
      again.Add(old);
      Run(again);
    }
  }
  struct Row {
    griot_time first = 0, last = 0, first_own = 0, last_own = 0;
    int events = 0, own = 0, pages = 0;
    bool converted = false;
    std::string entry, exit, founder;
  };
  std::map<std::string, std::vector<Row>> keys;
  for (const fake::Heard& e : events) {
    auto& rows = keys[e.project + "|" + e.channel + "|" + e.user_id];
    const bool counts = e.name != "identify";
    const bool near = !rows.empty() && e.occurred_at - rows.back().last <= 1800 * kSecond;
    if (!counts && !near) continue;
    if (!near) {
      rows.emplace_back().first = e.occurred_at;
      rows.back().founder = UuidString(
          Derive(e.id, "[\"" + e.project + "\",\"" + e.channel + "\",\"" + e.user_id + "\"]"));
    }
    Row& row = rows.back();
    ++row.events;
    if (counts) row.last = e.occurred_at;
    if (!counts || e.name == "message.sent") continue;
    if (row.own++ == 0) row.first_own = e.occurred_at;
    row.last_own = e.occurred_at;
    row.pages += e.name == "page_view" ? 1 : 0;
    row.converted = row.converted || e.name == "purchase";
    const std::string node =
        e.name == "page_view" ? e.properties.substr(9, e.properties.size() - 11) : e.name;
    if (row.own == 1) row.entry = node;
    row.exit = node;
  }
  std::vector<std::string> lines;
  for (const auto& [key, rows] : keys) {
    for (const Row& row : rows) {
      std::string line = row.founder + "|" + key;
      for (const int64_t n : {row.first, row.last, row.first_own, row.last_own}) {
        line += "|" + (n == 0 ? std::string("-") : std::to_string(n / kSecond));
      }
      for (const int n : {row.events, row.own, row.pages}) line += "|" + std::to_string(n);
      line += std::string("|") + (row.converted ? "t" : "f") + "|" + row.entry + "|" + row.exit;
      lines.push_back(line);
    }
  }
  std::sort(lines.begin(), lines.end());
  std::string truth;
  for (const std::string& line : lines) truth += line + "\n";
  EXPECT_GT(lines.size(), 100u);
  EXPECT_EQ(
      Sql("select string_agg(t || e'\\n', '' order by t) from (select concat_ws('|', session_id, "
          "project, channel, subject, extract(epoch from first_at)::bigint, extract(epoch from "
          "last_at)::bigint, coalesce(extract(epoch from first_own_at)::bigint::text, '-'), "
          "coalesce(extract(epoch from last_own_at)::bigint::text, '-'), event_count, own_count, "
          "page_count, converted, coalesce(entry, ''), coalesce(exit, '')) collate \"C\" as t "
          "from sessions) x"),
      truth);
  EXPECT_EQ(Sql("select count(*) from sessions s where event_count <> (select count(*) from "
                "events e where e.session_id = s.session_id)"),
            "0");
}

}  // namespace
}  // namespace griot::sessions
