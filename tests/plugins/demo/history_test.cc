// A history from a seed: the same each time, within its bounds, of people that can be.
#include "history/history.h"

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "tests/plugins/demo/told.h"
#include "truth/truth_json.h"

namespace griot::demo {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

Wish Small(uint64_t seed) {
  return {.users = 150, .days = 9, .seed = seed, .end = *ParseIso("2026-03-14T15:09:26Z")};
}

TEST(History, IsTheSameForTheSameSeed) {
  const History once(Small(7)), again(Small(7)), other(Small(8));
  EXPECT_EQ(Tell(once, once.deliveries(), 50).bodies, Tell(again, again.deliveries(), 50).bodies);
  EXPECT_EQ(Tell(once, once.Shuffled(), 50).bodies, Tell(again, again.Shuffled(), 50).bodies);
  EXPECT_EQ(TruthJson(once, true), TruthJson(again, true));
  EXPECT_NE(TruthJson(once, false), TruthJson(other, false));
}

TEST(History, IsWithinItsDays) {
  const History history(Small(3));
  EXPECT_EQ(IsoString(history.plan().begin), "2026-03-05T21:00:00.000000Z");
  for (const Happening& h : history.deliveries()) {
    ASSERT_GE(h.at, history.plan().begin);
    ASSERT_LT(h.at, history.wish().end);
    ASSERT_GE(h.arrives, h.at);
  }
  EXPECT_GT(history.deliveries().size(), 1000u);
}

TEST(History, ArrivesInOrderButForWhatIsLate) {
  const History history(Small(3));
  const auto& all = history.deliveries();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const Happening& a, const Happening& b) {
    return a.arrives < b.arrives;
  }));
  const auto late = std::count_if(all.begin(), all.end(),
                                  [](const Happening& h) { return h.arrives - h.at > kHour; });
  EXPECT_GT(late, 10);
  EXPECT_LT(late, static_cast<int64_t>(all.size() / 10));
}

TEST(History, ShuffledIsTheSameInAnotherOrder) {
  const History history(Small(3));
  const auto key = [](const Happening& h) { return std::tie(h.who, h.serial, h.arrives); };
  const auto less = [&](const Happening& a, const Happening& b) { return key(a) < key(b); };
  auto in_order = history.deliveries(), shuffled = history.Shuffled();
  EXPECT_FALSE(std::is_sorted(shuffled.begin(), shuffled.end(), less));
  std::sort(in_order.begin(), in_order.end(), less);
  std::sort(shuffled.begin(), shuffled.end(), less);
  ASSERT_EQ(in_order.size(), shuffled.size());
  for (size_t i = 0; i < in_order.size(); ++i) ASSERT_EQ(key(in_order[i]), key(shuffled[i]));
}

// What happens to whom, without when it arrives.
auto KeyOf(const Happening& h) { return std::tuple(h.who, h.serial, h.at, h.kind); }

TEST(History, GoesOnAfterItsEndAsBefore) {
  Wish wish = Small(4);
  wish.users = 1500;
  wish.days = 40;
  const History history(wish), after(wish, 2, wish.end);
  Tell(after, after.deliveries(), 50);  // throws where an id comes twice with different times
  std::set<std::pair<uint32_t, uint32_t>> told;
  const auto count = [](const History& of, int64_t from, int64_t to) {
    return std::count_if(of.deliveries().begin(), of.deliveries().end(),
                         [=](const Happening& h) { return h.at >= from && h.at < to && !h.again; });
  };
  for (const Happening& h : history.deliveries()) told.emplace(h.who, h.serial);
  for (const Happening& h : after.deliveries()) {
    ASSERT_GE(h.at, wish.end);
    ASSERT_FALSE(told.contains({h.who, h.serial})) << "an id of the history itself";
  }
  const auto before = count(history, wish.end - kWeek, wish.end);
  for (int week = 0; week < 2; ++week) {
    const auto then = count(after, wish.end + week * kWeek, wish.end + (week + 1) * kWeek);
    EXPECT_GT(then, before * 3 / 4) << week;
    EXPECT_LT(then, before * 4 / 3) << week;
  }
}

TEST(History, GoesOnTheSameHoweverFarItIsMade) {
  const Wish wish = Small(6);
  const int64_t since = wish.end + 2 * kDay;
  const History once(wish, 1, wish.end), further(wish, 3, since);
  std::vector<std::tuple<uint32_t, uint32_t, int64_t, Kind>> a, b;
  const int64_t until = wish.end + kWeek;
  for (const Happening& h : once.deliveries()) {
    if (h.arrives > since && h.arrives < until) a.push_back(KeyOf(h));
  }
  for (const Happening& h : further.deliveries()) {
    ASSERT_GT(h.arrives, since);
    if (h.arrives < until) b.push_back(KeyOf(h));
  }
  EXPECT_GT(a.size(), 100u);
  EXPECT_EQ(a, b);
}

TEST(History, NumbersAreValidAndEachOnesOwn) {
  Wish wish = Small(5);
  wish.users = 5000;
  const History history(wish);
  PhoneNumberUtil* const util = PhoneNumberUtil::GetInstance();
  std::set<std::string> seen;
  for (const Customer& customer : history.customers()) {
    if (!customer.whatsapp) continue;
    EXPECT_TRUE(seen.insert(customer.phone).second) << customer.phone;
    PhoneNumber number;
    ASSERT_EQ(util->Parse("+" + customer.phone, "ZZ", &number), PhoneNumberUtil::NO_PARSING_ERROR);
    EXPECT_TRUE(util->IsValidNumber(number)) << customer.phone;
    std::string country;
    util->GetRegionCodeForNumber(number, &country);
    EXPECT_EQ(country, history.business().countries.items[customer.country].code) << customer.phone;
  }
  EXPECT_GT(seen.size(), 2000u);
}

TEST(History, StoriesAreThere) {
  Wish wish = Small(1);
  wish.users = 2000;
  wish.days = 60;
  const History history(wish);
  const Truth& truth = history.truth();
  const Business& b = history.business();
  const auto replied = [&](const std::string& name) {
    const MessageTruth& sum = truth.templates.at(name);
    return static_cast<double>(sum.replied) / static_cast<double>(sum.delivered);
  };
  EXPECT_GT(replied(b.better_template), 1.4 * replied(b.lesser_template));
  const DeviceTruth& broken = truth.broken.at(b.broken_device);
  const DeviceTruth& fine = truth.broken.at("Android Chrome");
  EXPECT_LT(3 * broken.purchases * fine.checkouts, fine.purchases * broken.checkouts);
  std::vector<double> day, night;
  for (const Wait& wait : truth.waits) {
    if (wait.end != Wait::End::kAnsweredByAgent) continue;
    (wait.night ? night : day).push_back(SecondsOf(wait.ended - wait.since));
  }
  EXPECT_GT(Percentile(night, 0.5), 3 * Percentile(day, 0.5));
}

}  // namespace
}  // namespace griot::demo
