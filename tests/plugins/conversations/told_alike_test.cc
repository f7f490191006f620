// What facts.cc makes of an event is what sql/0003_rules.sql makes of its row; and facts that come
// through the writer do what they say.

#include <gtest/gtest.h>

#include <random>

#include "griot/time.hpp"
#include "tests/plugins/conversations/store_fixture.h"
#include "tests/support/seed.h"

namespace griot::conversations {
namespace {

constexpr griot_time kStart = 1'760'000'000'000'000;

class ToldAlikeTest : public StoreFixture {};

fake::Heard Anything(std::mt19937_64& random, uint64_t n) {
  const auto any = [&](auto... options) {
    const char* const list[] = {options...};
    return std::string(list[random() % sizeof...(options)]);
  };
  fake::Heard e;
  e.id = UuidV5(kEventNamespace, "alike" + std::to_string(n));
  e.project = "default";
  e.source = any("collect/a", "collect/b");
  e.channel = "whatsapp";
  e.name = any("message.received", "message.sent", "message.delivered", "message.read",
               "message.failed", "chat.opened", "chat.assigned", "chat.resolved", "agent.handoff",
               "page_view", "message.reaction");
  e.user_id = any("", "u1", "bot:x", "Agent", "u2", "system:", "agents");
  e.occurred_at = e.received_at = kStart + static_cast<griot_time>(random() % 2'000'000'000'000);
  e.properties = "{\"x\":0";
  for (const char* const name :
       {"messageId", "chatId", "businessNumber", "agentId", "templateId", "templateName",
        "contentType", "campaignId", "category", "errorCode", "replyTo", "senderType", "origin",
        "automation", "automationId", "automationRuleId", "outcome", "resolutionTime"}) {
    if (random() % 3 != 0) continue;
    e.properties +=
        std::string(",\"") + name + "\":" +
        any("\"a\"", "\"\"", "7", "-7", "-0", "0", "1.5", "true", "null", "{}", "[\"a\"]",
            "\"bot:7\"", "\"SYSTEM\"", "\"b\\u006ft\"", "\"agent_bot\"", "\"workflow\"",
            "\"phone_app\"", "\"reaction\"", "\"system\"", "\"\\u00e9\\n\\\"\"", "1000000000000",
            "1000000000001", "\"marketing\"", "12345678901234567890123456789012");
  }
  e.properties += "}";
  return e;
}

TEST_F(ToldAlikeTest, InTheStreamAndOfTheRow) {
  std::mt19937_64 random(test::Seed());
  Sql("create table told (key text, cause uuid, body jsonb)");
  for (uint64_t n = 0; n < 3000;) {
    fake::BatchOf batch;
    for (int i = 0; i < 500; ++i) batch.Add(Anything(random, n++));
    Run(batch);
    if (HasFatalFailure()) return;
    std::string rows;
    for (const fake::HeardFact& fact : batch.facts()) {
      rows += (rows.empty() ? "" : ",") + std::string("($q$") + fact.key + "$q$,'" +
              UuidString(fact.cause) + "',$q$" + fact.body + "$q$)";
    }
    Sql("insert into told values " + rows);
  }
  EXPECT_EQ(Sql("select count(*) > 1000 from told"), "t");
  EXPECT_EQ(
      Sql("with stored as (select f.key, e.id as cause, f.body from events e cross join lateral "
          "griot_conversation_facts(e.id, e.source, e.name, e.user_id, e.occurred_at, "
          "e.properties) f) "
          "select coalesce((select string_agg(d::text, e'\\n') from ((select 'told', * from (table "
          "told "
          "except table stored) a) union all (select 'row', * from (table stored except table "
          "told) b) limit 6) d), '')"),
      "");
}

TEST_F(ToldAlikeTest, OnlyWhatWasNewCounts) {
  const auto received = [](const char* id, griot_time at) {
    fake::Heard e;
    e.id = UuidV5(kEventNamespace, id);
    e.project = "default";
    e.source = "collect/a";
    e.channel = "whatsapp";
    e.name = "message.received";
    e.user_id = "u";
    e.occurred_at = e.received_at = kStart + at * kSecond;
    e.properties = std::string(R"({"messageId":")") + id + "\"}";
    return e;
  };
  fake::BatchOf first, again;
  first.Add(received("a", 100)).Add(received("a", 100));
  Run(first);
  // The same, which its provider sent without a time; and one that no store takes.
  fake::Heard dead = received("b", 10);
  dead.properties = R"({"messageId":"b","x":"\u0000"})";
  again.Add(received("a", 5)).Add(dead);
  Run(again);
  EXPECT_EQ(
      Sql("select count(*) || ' ' || min(extract(epoch from received_at)) from message_facts"),
      "1 1760000100.000000");
  EXPECT_EQ(Sql("select messages_in from chats"), "1");
}

}  // namespace
}  // namespace griot::conversations
