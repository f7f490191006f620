#include "history/plan.h"

#include "history/rng.h"

namespace griot::demo {
namespace {

constexpr uint64_t kStream = ~uint64_t{1};  // no customer has this number

}  // namespace

Plan::Plan(const Wish& w, const Business& b, int weeks_after)
    : wish(w), business(b), weeks(weeks_after) {
  const int64_t last = DayOf(wish.end - 1);
  begin = (last - wish.days + 1) * kDay - Zone();
  broken_from =
      begin + static_cast<int64_t>(b.broken_from * static_cast<double>(wish.end - begin)) /
                  kSecond * kSecond;
  Rng rng(wish.seed, kStream);
  const int64_t until = weeks == 0 ? last : DayOf(EndOfWeek(weeks));
  for (int64_t day = DayOf(begin); day <= until; ++day) {
    for (const double weekday : b.campaign_days) {
      if (WeekdayOf(day) + 1 != static_cast<int>(weekday)) continue;
      const int64_t at = day * kDay - Zone() + static_cast<int64_t>(b.campaign_minute) * kMinute;
      // In turns, so that each is met in a short history too.
      const auto which = static_cast<uint8_t>(campaigns.size() % b.campaign_templates + 1);
      campaigns.push_back({at + rng.Between(0, 600) * kSecond, which});
      if (day <= last) own_campaigns = campaigns.size();
    }
  }
}

bool Plan::AtNight(int64_t at) const {
  const int hour = HourOf(at);
  const int from = business.night_from, until = business.night_until;
  return from < until ? hour >= from && hour < until : hour >= from || hour < until;
}

}  // namespace griot::demo
