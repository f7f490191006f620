#include "enricher.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "griot/json.hpp"
#include "griot/session_key.hpp"
#include "griot/testing.hpp"
#include "griot/time.hpp"
#include "session_cache.h"

namespace griot::sessions {
namespace {

constexpr griot_time kStart = 1'760'000'000'000'000;

std::unique_ptr<SessionStore> Memory() {
  return std::make_unique<SessionCache>(
      100000, [](std::span<const griot_str>, const SessionCache::Take&) {});
}

fake::Heard Event(uint64_t n, griot_time at, const char* name = "page_view") {
  fake::Heard e;
  e.id = UuidV5(kEventNamespace, "e" + std::to_string(n));
  e.project = "p";
  e.channel = "whatsapp";
  e.name = name;
  e.user_id = "u";
  e.occurred_at = e.received_at = kStart + at * kSecond;
  return e;
}

Uuid FoundedBy(const fake::Heard& e) {
  return Derive(e.id, "[\"" + e.project + "\",\"" + e.channel + "\",\"" + e.user_id + "\"]");
}

void SettleAs(SessionEnricher& enricher, fake::BatchOf& batch, int32_t outcome) {
  std::vector<griot_outcome> outcomes(batch.size(), griot_outcome{outcome, 0, {}, {}});
  enricher.Settled({batch.raw(), outcomes.data(), nullptr});
}

TEST(EnricherTest, OneFactAnEventWithAKey) {
  fake::Host host;
  SessionEnricher enricher(host.Config("process/session"), Memory());
  fake::BatchOf batch;
  fake::Heard e = Event(1, 0);
  e.anonymous_id = "a\"1";
  e.properties = R"({"path":"/x","utm_campaign":"spring"})";
  e.context = R"({"campaign":{"source":"news"},"geo":{"country":"DE"},"device":{"type":"mobile"}})";
  griot_event key{};
  key.project = Str("p");
  key.channel = Str("whatsapp");
  key.user_id = Str("u");
  const std::string lock = std::to_string(SessionKeyHash(key) % 64);
  batch.Add(Event(0, -10, "message.delivered"));  // joins nothing
  batch.Add(e);
  enricher.Process(batch.view());
  EXPECT_TRUE(batch.event(0).session_id.is_nil());
  EXPECT_EQ(batch.event(1).session_id, FoundedBy(e));
  // What is in no session is told, too: a late event may open one that holds it.
  ASSERT_EQ(batch.facts().size(), 2u);
  EXPECT_EQ(batch.facts()[0].body,
            R"({"g":"0","o":"14079999920000003","f":"32","l":")" + lock + "\"}");
  const fake::HeardFact& fact = batch.facts()[1];
  EXPECT_EQ(fact.kind, "session");
  EXPECT_EQ(fact.project, "p");
  EXPECT_EQ(fact.key, R"(["p","whatsapp","u"])");
  EXPECT_EQ(fact.cause, e.id);
  EXPECT_EQ(fact.body, R"({"g":"1","s":")" + UuidString(FoundedBy(e)) +
                           R"(","o":"14080000000000005","f":"39","l":")" + lock +
                           R"(","n":"/x","u":"u","a":"a\"1","r":"news",)"
                           R"("c":"spring","d":"mobile","y":"DE"})");
  // What is stored need not be told again; what is not stored yet must be, and whatever an event
  // knows that is not later than the others of its session: it may know better.
  fake::BatchOf second;
  second.Add(e);
  e.occurred_at += 1'000'000;
  second.Add(e);
  SettleAs(enricher, batch, GRIOT_STORED);
  enricher.Process(second.view());
  const std::string session = R"({"g":"0","s":")" + UuidString(FoundedBy(e)) + R"(",)";
  EXPECT_EQ(second.facts()[0].body,
            session + R"("o":"14080000000000005","f":"7","l":")" + lock +
                R"(","n":"/x","u":"u","a":"a\"1","r":"news","c":"spring","d":"mobile","y":"DE"})");
  EXPECT_EQ(second.facts()[1].body,
            session + R"("o":"14080000008000005","f":"7","l":")" + lock + R"(","n":"/x"})");
}

TEST(EnricherTest, ADuplicateLeavesNoTrace) {
  fake::Host host;
  SessionEnricher enricher(host.Config("process/session"), Memory());
  fake::BatchOf first;
  first.Add(Event(1, 0));
  enricher.Process(first.view());
  SettleAs(enricher, first, GRIOT_DUPLICATE);
  fake::BatchOf second;
  second.Add(Event(2, 10));
  enricher.Process(second.view());
  EXPECT_EQ(second.event(0).session_id, FoundedBy(Event(2, 0)));
}

TEST(EnricherTest, WhatEndedBeforeTheSinksLeavesNoTrace) {
  fake::Host host;
  SessionEnricher enricher(host.Config("process/session"), Memory());
  fake::BatchOf first;
  fake::Heard other = Event(2, 0);
  other.user_id = "v";
  first.Add(Event(1, 0)).Add(other);
  enricher.Process(first.view());
  fake::BatchOf left;  // a later stage filtered the first
  left.Add(other);
  SettleAs(enricher, left, GRIOT_STORED);
  fake::BatchOf second;
  other = Event(4, 10);
  other.user_id = "v";
  second.Add(Event(3, 10)).Add(other);
  enricher.Process(second.view());
  EXPECT_EQ(second.event(0).session_id, FoundedBy(Event(3, 0)));
  other.id = Event(2, 0).id;
  EXPECT_EQ(second.event(1).session_id, FoundedBy(other));
}

TEST(EnricherTest, IdleTimesOfTheSettings) {
  fake::Host host;
  SessionEnricher enricher(host.Config("process/session"), Memory());
  const auto same = [&](uint64_t n, griot_time gap) {
    fake::BatchOf batch;
    const griot_time at = static_cast<griot_time>(n) * 100000;
    batch.Add(Event(n, at)).Add(Event(n + 1, at + gap));
    enricher.Process(batch.view());
    SettleAs(enricher, batch, GRIOT_STORED);
    return batch.event(0).session_id == batch.event(1).session_id;
  };
  EXPECT_TRUE(same(1, 1800));
  EXPECT_FALSE(same(3, 1801));
  host.settings.Set(1, R"({"version":1,"projects":{"p":{"idle":{"whatsapp":90}},"q":{}}})");
  EXPECT_TRUE(same(5, 90));
  EXPECT_FALSE(same(7, 91));
  host.settings.Set(2, R"({"version":2,"projects":{"q":{"idle":{"whatsapp":90}}}})");
  EXPECT_TRUE(same(9, 1800));
}

TEST(EnricherTest, OpensOnEveryEvent) {
  fake::Host host;
  host.settings.Set(1, R"({"version":1,"projects":{"p":{"session":{"opens_on":"every_event"}}}})");
  SessionEnricher enricher(host.Config("process/session"), Memory());
  fake::BatchOf batch;
  batch.Add(Event(1, 0, "message.delivered"));
  enricher.Process(batch.view());
  EXPECT_EQ(batch.event(0).session_id, FoundedBy(Event(1, 0)));
}

// The definition over all events of a key, in order: semantics §3, slow and plain.
std::map<std::string, std::string> Truth(const std::vector<fake::Heard>& events) {
  std::map<std::string, std::vector<fake::Heard>> keys;
  for (const fake::Heard& e : events) keys[e.channel + "/" + e.user_id].push_back(e);
  std::map<std::string, std::string> founders;
  for (const auto& [key, list] : keys) {
    struct Span {
      griot_time first, last;
      std::string founder;
    };
    std::vector<Span> spans;
    for (const fake::Heard& e : list) {
      if (e.name == "message.delivered") continue;
      if (spans.empty() || e.occurred_at - spans.back().last > 1800 * kSecond) {
        spans.push_back({e.occurred_at, e.occurred_at, UuidString(FoundedBy(e))});
      }
      spans.back().last = e.occurred_at;
      founders[UuidString(e.id)] = spans.back().founder;
    }
    for (const fake::Heard& e : list) {
      if (e.name != "message.delivered") continue;
      for (const Span& span : spans) {
        if (e.occurred_at < span.first || e.occurred_at > span.last + 1800 * kSecond) continue;
        founders[UuidString(e.id)] = span.founder;
      }
    }
  }
  return founders;
}

TEST(EnricherTest, InOrderEventsAreGroupedAsTheDefinitionSays) {
  fake::Host host;
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    SessionEnricher enricher(host.Config("process/session"), Memory());
    std::vector<fake::Heard> events;
    griot_time at = 0;
    for (uint64_t n = 0; n < 60; ++n) {
      const griot_time steps[] = {0, 1, 600, 1799, 1800, 1801, 3600};
      // At one instant what counts comes before what joins, as the order of ranks has it.
      const bool after_joining = !events.empty() && events.back().name == "message.delivered";
      at += steps[after_joining ? 1 + random() % 6 : random() % 7];
      fake::Heard e = Event(n, at, random() % 4 == 0 ? "message.delivered" : "message.received");
      e.user_id = "u" + std::to_string(random() % 3);
      e.channel = random() % 2 == 0 ? "whatsapp" : "web";
      events.push_back(e);
    }
    std::map<std::string, std::string> given;
    const auto truth = Truth(events);
    for (size_t i = 0; i < events.size();) {
      fake::BatchOf batch;
      for (size_t size = 1 + random() % 10; size > 0 && i < events.size(); --size, ++i) {
        batch.Add(events[i]);
      }
      enricher.Process(batch.view());
      for (size_t n = 0; n < batch.size(); ++n) {
        if (batch.event(n).session_id.is_nil()) continue;
        given[UuidString(batch.event(n).id)] = UuidString(batch.event(n).session_id);
      }
      SettleAs(enricher, batch, GRIOT_STORED);
    }
    ASSERT_EQ(given.size(), truth.size()) << "round " << round;
    for (const auto& [event, founder] : truth) {
      ASSERT_EQ(given[event], founder) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace griot::sessions
