// The truth adds up with what is sent: counted again from the bytes of all requests.
#include "truth/truth.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/plugins/demo/told.h"

namespace griot::demo {
namespace {

class TruthTest : public ::testing::TestWithParam<uint64_t> {
 protected:
  TruthTest()
      : history_({.users = 200,
                  .days = 12,
                  .seed = GetParam(),
                  .end = *ParseIso("2026-03-14T15:09:26Z")}),
        told_(Tell(history_, history_.deliveries(), 100)),
        truth_(history_.truth()) {}

  const History history_;
  const Told told_;
  const Truth& truth_;
};

TEST_P(TruthTest, EventsByName) {
  std::map<std::string, std::map<std::string, uint64_t>> counts;
  std::set<std::string> writers;
  for (const auto& [id, e] : told_.events) {
    ++counts[e.channel][e.name];
    const bool by_meta = id.starts_with("wamid.");
    if (by_meta && (e.name == "message.received" || e.name == "message.reaction")) {
      writers.insert(e.user);
    }
  }
  counts["whatsapp"]["contact.created"] += writers.size();
  EXPECT_EQ(counts, truth_.events);
  EXPECT_EQ(told_.deliveries, truth_.sent);
  EXPECT_EQ(told_.deliveries - told_.events.size(), truth_.duplicates);
  EXPECT_EQ(told_.events.size() + writers.size(), truth_.stored);
  EXPECT_GT(truth_.duplicates, truth_.sent / 100);
}

TEST_P(TruthTest, Sessions) {
  struct One {
    int64_t at;
    bool own, converts;
  };
  std::map<std::string, std::vector<One>> keys;
  const std::set<std::string> never = {"identify", "contact.created", "campaign.sent",
                                       "agent.handoff", "csat.sent"};
  for (const auto& [id, e] : told_.events) {
    const bool of_chat =
        e.name.starts_with("message.") || e.name.starts_with("chat.") || e.name.starts_with("ai.");
    const bool own = e.name == "message.received" || e.name == "message.reaction" ||
                     (!of_chat && !never.contains(e.name));
    const bool counts = own || (e.name == "message.sent" && e.campaign.empty());
    if (!counts) continue;
    keys[e.channel + " " + (e.channel == "web" ? e.anonymous : e.user)].push_back(
        {e.at, own, e.name == "purchase"});
  }
  std::map<std::string, std::vector<uint64_t>> sums;  // all, engaged, converted
  for (auto& [key, events] : keys) {
    std::sort(events.begin(), events.end(), [](const One& a, const One& b) { return a.at < b.at; });
    auto& sum = sums[key.substr(0, key.find(' '))];
    sum.resize(3);
    for (size_t from = 0, to = 0; from < events.size(); from = to) {
      for (to = from + 1; to < events.size(); ++to) {
        if (events[to].at - events[to - 1].at > 1'800'000'000) break;
      }
      const auto begin = events.begin() + static_cast<ptrdiff_t>(from);
      const auto end = events.begin() + static_cast<ptrdiff_t>(to);
      ++sum[0];
      sum[1] += std::any_of(begin, end, [](const One& one) { return one.own; });
      sum[2] += std::any_of(begin, end, [](const One& one) { return one.converts; });
    }
  }
  ASSERT_EQ(sums.size(), truth_.sessions.size());
  for (const auto& [channel, sum] : truth_.sessions) {
    EXPECT_EQ(sums[channel], (std::vector<uint64_t>{sum.all, sum.engaged, sum.converted}))
        << channel;
  }
}

TEST_P(TruthTest, SalesAndMessages) {
  uint64_t value = 0, purchases = 0;
  std::set<std::string> received, attempted, failed;
  for (const auto& [id, e] : told_.events) {
    purchases += e.name == "purchase";
    if (e.name == "purchase") value += static_cast<uint64_t>(e.value);
    if (e.name == "message.received") received.insert(e.message);
    if (e.name == "message.failed") failed.insert(e.message);
    const std::set<std::string> of_business = {"message.sent", "message.delivered", "message.read",
                                               "message.failed"};
    if (of_business.contains(e.name)) attempted.insert(e.message);
  }
  EXPECT_EQ(purchases, truth_.purchases);
  EXPECT_EQ(value, truth_.value);
  EXPECT_EQ(received.size(), truth_.received);
  EXPECT_EQ(attempted.size(), truth_.outgoing.attempted);
  EXPECT_EQ(failed.size(), truth_.outgoing.failed);
  EXPECT_GT(failed.size(), 0u);
  EXPECT_EQ(truth_.outgoing.attempted, truth_.outgoing.sent + truth_.outgoing.failed);
}

TEST_P(TruthTest, PeopleAddUp) {
  uint64_t fresh = 0;
  for (const auto& [day, count] : truth_.new_people) fresh += count;
  EXPECT_EQ(fresh, truth_.active);
  EXPECT_LE(truth_.active, truth_.persons.size());
  EXPECT_LE(truth_.visits, truth_.sessions.at("web").all + truth_.sessions.at("whatsapp").all);
  std::set<std::string> told, known;
  for (const auto& [id, e] : told_.events) {
    if (!e.anonymous.empty()) told.insert("anonymous:" + e.anonymous);
    if (e.channel == "whatsapp" && e.user != "system") told.insert("phone:" + e.user);
  }
  for (const PersonTruth& person : truth_.persons) {
    for (const std::string& id : person.identifiers) {
      EXPECT_TRUE(known.insert(id).second) << id << " is two persons'";
    }
  }
  for (const std::string& id : told) EXPECT_TRUE(known.contains(id)) << id;
}

INSTANTIATE_TEST_SUITE_P(Seeds, TruthTest, ::testing::Values(1, 2, 3, 42, 4'294'967'295));

TEST(Truth, PercentilesAreThoseOfSql) {
  EXPECT_EQ(Percentile({}, 0.5), 0);
  EXPECT_EQ(Percentile({3}, 0.9), 3);
  EXPECT_EQ(Percentile({4, 1, 3, 2}, 0.5), 2.5);
  EXPECT_DOUBLE_EQ(Percentile({10, 20, 30}, 0.9), 28);
}

}  // namespace
}  // namespace griot::demo
