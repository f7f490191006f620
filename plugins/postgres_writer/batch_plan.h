#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "griot/abi.h"

namespace griot::postgres {

// A durable stream that a batch has entries of, with the last position and the fence.
struct StreamEnd {
  std::string_view stream;
  uint64_t hi = 0;
  uint64_t lo = 0;
  uint64_t fence = 0;
};

// What a batch holds, in the orders in which it must be written. Sorted by id everywhere, so that
// two writers with the same events wait for each other and never deadlock.
//
// Borrows the batch from Build until the next one. One thread at a time; its memory is reused.
class BatchPlan {
 public:
  void Build(const griot_batch& batch);

  const griot_batch& batch() const { return *batch_; }
  const griot_event& event(uint32_t i) const { return *batch_->events[i]; }

  // Leaves out of what is written all events for which `gone(index)`. Find and Copies still know
  // them.
  template <class Gone>
  void Drop(const Gone& gone) {
    std::erase_if(offered_, gone);
    FindFirsts();
  }

  // The events to write by (id, project); copies of one stand together in the batch's order.
  const std::vector<uint32_t>& offered() const { return offered_; }
  // The first copy of each, in that order.
  const std::vector<uint32_t>& firsts() const { return firsts_; }

  // The first copy of (id, project), or -1.
  int64_t Find(const griot_uuid& id, std::string_view project) const;
  // All copies of (id, project), in the batch's order.
  std::span<const uint32_t> Copies(const griot_uuid& id, std::string_view project) const;

  // The months of the events, as months since 1970; each once.
  const std::vector<int32_t>& months() const { return months_; }
  // The durable streams, by name.
  const std::vector<StreamEnd>& streams() const { return streams_; }

  // Which events were new, by index: set by the writer. Find and the others do not depend on it.
  std::vector<uint8_t> fresh;

 private:
  struct Key {
    uint64_t prefix;
    uint32_t index;
  };
  bool Before(const Key& a, const Key& b) const;
  size_t LowerBound(const griot_uuid& id, std::string_view project) const;
  void SortEvents();
  void FindFirsts();
  void FindMonths();
  void FindStreams();

  const griot_batch* batch_ = nullptr;
  std::vector<Key> keys_;
  std::vector<uint32_t> sorted_;   // all events
  std::vector<uint32_t> offered_;  // those to write
  std::vector<uint32_t> firsts_;
  std::vector<int32_t> months_;
  std::vector<StreamEnd> streams_;
};

// Whether what came from here is counted as accepted by the queue that it came from.
inline bool IsDurable(const griot_origin& origin) { return origin.stream.size != 0; }

}  // namespace griot::postgres
