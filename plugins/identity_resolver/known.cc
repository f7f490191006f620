#include "plugins/identity_resolver/known.h"

#include <algorithm>

namespace griot::identity {

bool KnownSources::Covers(std::string_view sources, const Position& position) {
  const auto found = by_sources_.find(sources);
  if (found == by_sources_.end()) return false;
  list_.splice(list_.begin(), list_, found->second);
  return found->second->first <= position;
}

void KnownSources::Add(std::string_view sources, const Position& position, uint64_t hash) {
  const auto found = by_sources_.find(sources);
  if (found != by_sources_.end()) {
    found->second->first = std::min(found->second->first, position);
    return;
  }
  if (sources.size() > kLongest) return;
  list_.push_front({std::string(sources), position, hash});
  by_sources_.emplace(list_.front().sources, list_.begin());
  if (list_.size() <= most_) return;
  by_sources_.erase(list_.back().sources);
  list_.pop_back();
}

size_t KnownSources::Forget(std::string_view prefix) {
  const size_t before = list_.size();
  for (auto at = list_.begin(); at != list_.end();) {
    const auto entry = at++;
    if (!entry->sources.starts_with(prefix)) continue;
    by_sources_.erase(entry->sources);
    list_.erase(entry);
  }
  return before - list_.size();
}

}  // namespace griot::identity
