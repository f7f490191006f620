// Entries that end the process: tried alone, and in the end given up.
#pragma once

#include <cstdint>
#include <string>

#include "entry.h"
#include "leases.h"
#include "link.h"
#include "options.h"

namespace griot::redis_queue {

// Owners that died while an entry was pending, as Redis' delivery count says (its first delivery is
// no death). All that was pending with the culprit is counted up to kTried; from then on each goes
// alone, one in the whole group, and only the one that was on trial is counted.
inline constexpr uint32_t kTried = 5;
inline constexpr uint32_t kGivenUp = kTried + 3;  // its events are dead letters
// Not even as dead letters can they be handled: its bytes are one.
inline constexpr uint32_t kGivenUpUnread = kGivenUp + 3;

// The group's one trial, which stands in Redis, so that whoever takes over the partition of a dead
// owner knows which entry it was. One thread at a time; `options` must outlive it.
class Trial {
 public:
  explicit Trial(const Options& options) : options_(options) {}

  // `*begun` false: another entry is on trial, or the lease is lost. Does no harm when repeated.
  Status Begin(Link& link, const Leases& leases, const EntryKey& entry, bool* begun) const;
  // What it has become is acknowledged, or it is pending as before.
  Status End(Link& link, const EntryKey& entry) const;

 private:
  const Options& options_;
};

}  // namespace griot::redis_queue
