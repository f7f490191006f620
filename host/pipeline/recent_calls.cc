#include "host/pipeline/recent_calls.h"

#include <algorithm>

namespace griot::host {

void RecentCalls::Add(std::chrono::nanoseconds took, const std::vector<griot_verdict>& verdicts) {
  uint32_t dead = 0;
  for (const griot_verdict& verdict : verdicts) dead += verdict.kind == GRIOT_DEAD;
  calls_[next_] = {took.count(), static_cast<uint32_t>(verdicts.size()), dead};
  next_ = (next_ + 1) % kMost;
  count_ = std::min(count_ + 1, kMost);
}

RecentCalls::Cost RecentCalls::cost() const {
  if (count_ == 0) return {};
  std::array<Call, kMost> sorted = calls_;
  const auto end = sorted.begin() + static_cast<ptrdiff_t>(count_);
  std::sort(sorted.begin(), end, [](const Call& a, const Call& b) {
    return static_cast<double>(a.ns) * b.events < static_cast<double>(b.ns) * a.events;
  });
  const size_t kept = count_ - count_ / 10;
  double ns = 0, events = 0;
  for (size_t i = 0; i < kept; ++i) {
    ns += static_cast<double>(sorted[i].ns);
    events += sorted[i].events;
  }
  const Call& middle = sorted[count_ / 2];
  return {ns / std::max(events, 1.0), ns / static_cast<double>(kept),
          static_cast<double>(middle.ns) / std::max(static_cast<double>(middle.events), 1.0)};
}

double RecentCalls::dead_share() const {
  double events = 0, dead = 0;
  for (size_t i = 0; i < count_; ++i) {
    events += calls_[i].events;
    dead += calls_[i].dead;
  }
  return dead / std::max(events, 1.0);
}

}  // namespace griot::host
