#include "history/life.h"

#include <algorithm>
#include <numeric>

namespace griot::demo {
namespace {

constexpr int kTries = 32;

}  // namespace

Life::Life(const Plan& plan, const Customer& customer, std::vector<Happening>* out)
    : plan_(plan),
      business_(plan.business),
      customer_(customer),
      out_(*out),
      rng_(plan.wish.seed, customer.number),
      hours_until_(24) {}

void Life::Play(int week) {
  from_ = week == 0 ? plan_.begin : plan_.EndOfWeek(week - 1);
  end_ = plan_.EndOfWeek(week);
  scenes_.clear();
  SetHours(week);
  if (customer_.web) Schedule(business_.visits_a_week, true);
  if (customer_.whatsapp) {
    Schedule(business_.chats_a_week, false);
    for (size_t i = 0; i < plan_.campaigns.size(); ++i) {
      if (Reaches(i) && rng_.Chance(business_.audience)) Broadcast(static_cast<uint16_t>(i + 1));
    }
  }
  std::stable_sort(scenes_.begin(), scenes_.end(),
                   [](const Scene& a, const Scene& b) { return a.at < b.at; });
  for (const Scene& scene : scenes_) {
    if (scene.at < (scene.web ? web_free_ : chat_free_)) continue;
    if (scene.web) {
      Visit(scene);
    } else {
      Chat(scene);
    }
  }
}

// The weeks behind the history are watched as they happen, at whatever hour it is where the
// watcher is: none is quieter than an hour is on average.
void Life::SetHours(int week) {
  std::vector<double> hours = business_.hours;
  const double all = std::accumulate(hours.begin(), hours.end(), 0.0);
  for (double& hour : hours) {
    if (week > 0) hour = std::max(hour, all / static_cast<double>(hours.size()));
  }
  std::partial_sum(hours.begin(), hours.end(), hours_until_.begin());
}

bool Life::Reaches(size_t campaign) const {
  const int64_t at = plan_.campaigns[campaign].at;
  const bool own = campaign < plan_.own_campaigns;
  const bool of_week = end_ == plan_.wish.end ? own : !own && at >= from_ && at < end_;
  return of_week && at > customer_.joined + kDay;
}

// Who joins while the history goes on does so with a scene; who was known before is met some day.
void Life::Schedule(double a_week, bool web) {
  const int64_t from = std::max(customer_.joined, from_), to = end_;
  const double weeks = static_cast<double>(to - from) / static_cast<double>(7 * kDay);
  const int count = rng_.Poisson(a_week * weeks * customer_.eager);
  for (int i = 0; i < count; ++i) scenes_.push_back({PickTime(from, to), web, {}});
  if (customer_.joined > from_)
    scenes_.push_back({PickTime(from, std::min(to, from + kDay)), web, {}});
}

int64_t Life::PickTime(int64_t from, int64_t to) {
  const double most = *std::max_element(business_.weekdays.begin(), business_.weekdays.end());
  for (int i = 0; i < kTries; ++i) {
    const int64_t day = rng_.Between(plan_.DayOf(from), plan_.DayOf(to - 1));
    const auto weekday = static_cast<size_t>(Plan::WeekdayOf(day));
    if (!rng_.Chance(business_.weekdays[weekday] / most)) continue;
    const auto hour = static_cast<int64_t>(rng_.PickIndex(hours_until_));
    const int64_t at = day * kDay - plan_.Zone() + hour * kHour + rng_.Between(0, 3599) * kSecond;
    if (at >= from && at < to) return at;
  }
  return from + rng_.Between(0, (to - 1 - from) / kSecond) * kSecond;
}

Happening Life::Make(Kind kind, int64_t at) {
  Happening happening;
  happening.kind = kind;
  happening.at = at;
  happening.who = customer_.number;
  happening.serial = ++serial_;
  return happening;
}

bool Life::Put(Happening h) {
  if (h.at >= end_) {
    h.arrives = h.at + kSecond;
    if (plan_.weeks > 0) out_.push_back(h);
    return false;
  }
  const int64_t soon = rng_.Between(200, 4000) * kMilli;
  const double fate = rng_.Uniform();
  int64_t late = 0;
  if (fate < business_.late_days) {
    late = rng_.Between(kDay, 5 * kDay);
  } else if (fate < business_.late_days + business_.late_hours) {
    late = rng_.Between(kHour, 12 * kHour);
  }
  h.arrives = h.at + soon + late;
  out_.push_back(h);
  if (!rng_.Chance(business_.repeated)) return true;
  h.again = true;
  for (int64_t more = rng_.Between(1, 4); more > 0; --more) {
    h.arrives += rng_.Between(kMinute, 3 * kHour);
    out_.push_back(h);
  }
  return true;
}

}  // namespace griot::demo
