#include "plugins/dashboard/reports/funnel_steps.h"

#include <algorithm>
#include <bit>

namespace griot::dashboard {
namespace {

using Times = std::vector<int64_t>;

// Keeps the furthest; of equals the first.
void Offer(const Times& times, Times* best) {
  if (times.size() > best->size()) *best = times;
}

bool Starts(const FunnelRules& rules, const FunnelEvent& event) {
  return (event.matches & 1) != 0 && event.at >= rules.begins && event.at < rules.ends;
}

// Each reached step keeps the step 1 that it was last reached from.
Times Ordered(const FunnelRules& rules, const std::vector<FunnelEvent>& events) {
  std::vector<Times> reached(rules.steps);
  Times best;
  for (const FunnelEvent& event : events) {
    const bool strict = rules.order == FunnelOrder::kStrict;
    std::vector<Times> next(strict ? rules.steps : 0);
    // From the last step on, so that what this event reaches is not gone on from by itself.
    for (size_t step = rules.steps; step-- > 0;) {
      if ((event.matches >> step & 1) == 0) continue;
      Times times;
      if (step == 0) {
        if (!Starts(rules, event)) continue;
      } else {
        times = reached[step - 1];
        if (times.empty() || event.at - times.front() > rules.window) continue;
      }
      times.push_back(event.at);
      Offer(times, &best);
      (strict ? next : reached)[step] = std::move(times);
    }
    if (strict) reached = std::move(next);
  }
  return best;
}

// Each event that fills a step may begin an attempt; those within the window fill the others.
Times AnyOrder(const FunnelRules& rules, const std::vector<FunnelEvent>& events) {
  Times best;
  for (size_t first = 0; first < events.size(); ++first) {
    const FunnelEvent& start = events[first];
    if (start.matches == 0 || start.at < rules.begins || start.at >= rules.ends) continue;
    uint32_t filled = 0;
    Times times;
    for (size_t i = first; i < events.size() && times.size() < rules.steps; ++i) {
      if (events[i].at - start.at > rules.window) break;
      const uint32_t open = events[i].matches & ~filled;
      if (open == 0) continue;
      filled |= uint32_t{1} << std::countr_zero(open);
      times.push_back(events[i].at);
    }
    // Who got there first counts, not who began first.
    if (times.size() == best.size() && !best.empty() && times.back() < best.back()) best = times;
    Offer(times, &best);
  }
  return best;
}

}  // namespace

FunnelRun FurthestRun(const FunnelRules& rules, std::vector<FunnelEvent> events) {
  const auto lowest = [](const FunnelEvent& e) { return std::countr_zero(e.matches); };
  std::stable_sort(events.begin(), events.end(), [&](const FunnelEvent& a, const FunnelEvent& b) {
    return a.at != b.at ? a.at < b.at : lowest(a) < lowest(b);
  });
  FunnelRun run;
  run.times = rules.order == FunnelOrder::kAny ? AnyOrder(rules, events) : Ordered(rules, events);
  if (run.times.empty()) return run;
  const int64_t from = run.times.front();
  const int64_t to = run.times.size() == rules.steps ? run.times.back() : from + rules.window;
  run.removed = std::any_of(events.begin(), events.end(), [&](const FunnelEvent& e) {
    return e.excludes && e.at >= from && e.at <= to;
  });
  return run;
}

}  // namespace griot::dashboard
