#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "plugins/dashboard/reports/credits.h"
#include "plugins/dashboard/rollup/facts.h"
#include "plugins/dashboard/rollup/reader.h"

namespace griot::dashboard {

// What was read for one answer: its parts ask for the same more than once, as a trend and its
// totals do. One thread.
template <class Value>
class Memo {
 public:
  // What is asked, and of what time: from where its parts begin to its end.
  using Key = std::tuple<std::string, int64_t, int64_t>;
  using Parts = std::vector<Value>;

  // Null: it was not read.
  const Parts* Find(const Key& key, const std::vector<int64_t>& starts) const {
    const auto all = known_.find(key);
    if (all == known_.end()) return nullptr;
    const auto found = all->second.find(starts);
    return found == all->second.end() ? nullptr : &found->second;
  }
  // The same time in whichever parts it was read.
  const Parts* FindAny(const Key& key) const {
    const auto all = known_.find(key);
    return all == known_.end() ? nullptr : &all->second.begin()->second;
  }
  // Stands there as long as the memo.
  const Parts& Keep(const Key& key, const std::vector<int64_t>& starts, Parts parts) {
    return known_[key][starts] = std::move(parts);
  }

 private:
  std::map<Key, std::map<std::vector<int64_t>, Parts>> known_;
};

struct Memos {
  Memo<Slice> slices;
  Memo<Facts> facts;
  Memo<Credits> credits;
};

}  // namespace griot::dashboard
