// Sleeping until the queue has something new, or somebody calls.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "entry.h"
#include "link.h"
#include "options.h"

namespace griot::redis_queue {

// Waits on a connection of its own with XREAD outside of any group: that only looks, so a reader
// that has lost its lease can wait without taking anything. One thread at a time, except Wake.
// `options` must outlive it.
class Waiter {
 public:
  explicit Waiter(const Options& options);
  ~Waiter();
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  // Ends the wait that runs, or the next one. Any thread.
  void Wake();

  // A partition, and the entry behind which the caller waits for more.
  using Place = std::pair<uint32_t, EntryId>;
  enum class Woken { kByTime, kByCall, kByData };
  // Waits for data behind any of `places` (ordered by partition; may be none), until `until`.
  Woken Wait(const std::vector<Place>& places, Clock::time_point until);
  // With kByData: what was seen where.
  const std::vector<Place>& seen() const { return seen_; }

  void Close();

 private:
  bool Arm(const std::vector<Place>& places);
  bool Covers(const std::vector<Place>& places) const;
  bool Arrived();
  bool TakeCall();

  Link link_;
  int event_fd_;
  std::vector<Place> armed_;  // what the outstanding XREAD waits for; empty: none is outstanding
  std::vector<Place> seen_;
};

}  // namespace griot::redis_queue
