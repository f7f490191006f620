#include "batch_plan.h"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "griot/cpp/status.hpp"
#include "griot/time.hpp"

namespace griot::postgres {
namespace {

uint64_t PrefixOf(const griot_uuid& id) {
  uint64_t prefix = 0;
  std::memcpy(&prefix, id.bytes, sizeof prefix);
  return __builtin_bswap64(prefix);
}

int Compare(const griot_uuid& a, std::string_view a_project, const griot_uuid& b,
            std::string_view b_project) {
  const int by_id = std::memcmp(a.bytes, b.bytes, sizeof a.bytes);
  return by_id != 0 ? by_id : a_project.compare(b_project);
}

int Compare(const griot_event& a, const griot_event& b) {
  return Compare(a.id, View(a.project), b.id, View(b.project));
}

}  // namespace

void BatchPlan::Build(const griot_batch& batch) {
  batch_ = &batch;
  fresh.assign(batch.count, 0);
  SortEvents();
  FindMonths();
  FindStreams();
}

bool BatchPlan::Before(const Key& a, const Key& b) const {
  if (a.prefix != b.prefix) return a.prefix < b.prefix;
  const int order = Compare(event(a.index), event(b.index));
  return order != 0 ? order < 0 : a.index < b.index;
}

void BatchPlan::SortEvents() {
  keys_.clear();
  for (uint32_t i = 0; i < batch_->count; ++i) keys_.push_back({PrefixOf(event(i).id), i});
  std::sort(keys_.begin(), keys_.end(),
            [this](const Key& a, const Key& b) { return Before(a, b); });
  sorted_.clear();
  for (const Key& key : keys_) sorted_.push_back(key.index);
  offered_ = sorted_;
  FindFirsts();
}

void BatchPlan::FindFirsts() {
  firsts_.clear();
  for (const uint32_t i : offered_) {
    if (firsts_.empty() || Compare(event(firsts_.back()), event(i)) != 0) firsts_.push_back(i);
  }
}

size_t BatchPlan::LowerBound(const griot_uuid& id, std::string_view project) const {
  const auto found = std::lower_bound(sorted_.begin(), sorted_.end(), 0, [&](uint32_t index, int) {
    const griot_event& e = event(index);
    return Compare(e.id, View(e.project), id, project) < 0;
  });
  return static_cast<size_t>(found - sorted_.begin());
}

std::span<const uint32_t> BatchPlan::Copies(const griot_uuid& id, std::string_view project) const {
  const size_t from = LowerBound(id, project);
  size_t to = from;
  while (to < sorted_.size()) {
    const griot_event& e = event(sorted_[to]);
    if (Compare(e.id, View(e.project), id, project) != 0) break;
    ++to;
  }
  return {sorted_.data() + from, to - from};
}

int64_t BatchPlan::Find(const griot_uuid& id, std::string_view project) const {
  const auto copies = Copies(id, project);
  return copies.empty() ? -1 : copies.front();
}

void BatchPlan::FindMonths() {
  months_.clear();
  int64_t last_day = INT64_MIN;
  for (uint32_t i = 0; i < batch_->count; ++i) {
    const griot_time t = event(i).occurred_at;
    if (t < kMinTime || t > kMaxTime) continue;  // Postgres will refuse it
    const int64_t day = (t - kMinTime) / kDay + kMinTime / kDay;
    if (day == last_day) continue;
    last_day = day;
    const CivilDay civil = CivilFromDays(day);
    const int32_t month = (civil.year - 1970) * 12 + civil.month - 1;
    if (std::find(months_.begin(), months_.end(), month) == months_.end()) {
      months_.push_back(month);
    }
  }
}

void BatchPlan::FindStreams() {
  streams_.clear();
  for (uint32_t i = 0; i < batch_->origin_count; ++i) {
    const griot_origin& origin = *batch_->origins[i];
    if (!IsDurable(origin)) continue;
    const StreamEnd end{View(origin.stream), origin.position_hi, origin.position_lo, origin.fence};
    const auto same = std::find_if(streams_.begin(), streams_.end(),
                                   [&](const StreamEnd& s) { return s.stream == end.stream; });
    if (same == streams_.end()) {
      streams_.push_back(end);
      continue;
    }
    if (std::tie(end.hi, end.lo) > std::tie(same->hi, same->lo)) {
      same->hi = end.hi;
      same->lo = end.lo;
    }
    // Entries of two owners in one batch cannot be told apart: the older one decides.
    same->fence = std::min(same->fence, end.fence);
  }
  std::sort(streams_.begin(), streams_.end(),
            [](const StreamEnd& a, const StreamEnd& b) { return a.stream < b.stream; });
}

}  // namespace griot::postgres
