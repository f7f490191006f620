// Reading from the queue under a lease: the pending entries of a former owner, then new ones.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "acks.h"
#include "entry.h"
#include "leases.h"
#include "link.h"

namespace griot::redis_queue {

// How far a partition's pending entries have been taken over.
struct TakeOver {
  std::string cursor = "0-0";
  size_t at_once = 16;  // entries in the next step
  bool died = false;    // who left them pending
  // Set by a step:
  bool done = false;
  uint64_t trimmed = 0;  // pending entries that somebody had trimmed away: lost
  EntryId delivered;     // the last entry that the group was given
};

// New entries, and what was found out about the leases on the way.
struct Fetched {
  std::vector<Entry> entries;
  std::vector<uint32_t> lost;  // partitions whose lease has passed to another
  size_t events = 0, bytes = 0;
  bool more = false;  // new entries are left: the step ended by its own bound
};

// One step of a takeover: adds the next pending entries, oldest first, to `fetched`.
Status FetchPending(Link& link, const Options& options, const Leases& leases, uint32_t partition,
                    TakeOver* takeover, Fetched* fetched);

// Adds new entries of `partitions`, a few of each in turn, with the acks that wait sent ahead in
// the same round trip. One step of several: while its script runs Redis serves nobody else. A
// failure may have delivered entries that nobody saw: they are pending then.
Status FetchNew(Link& link, const Options& options, const Leases& leases, Acks* acks,
                const std::vector<uint32_t>& partitions, Fetched* fetched);

// About so many bytes are fetched at once.
inline constexpr size_t kFetchBytes = 4 << 20;

}  // namespace griot::redis_queue
