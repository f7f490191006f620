// What has settled goes back to Redis: acknowledged, taken off the depth, and trimmed away.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "entry.h"
#include "griot/cpp/host.hpp"
#include "lamp.h"
#include "link.h"
#include "options.h"

namespace griot::redis_queue {

// One thread at a time; `options` must outlive it. What is settled is kept until Redis has
// acknowledged it, over lost connections too: the same id twice does no harm, and no lease is
// needed, since an entry that has settled for good may be acknowledged by whoever knows it.
class Acks {
 public:
  Acks(const Context& context, const Options& options);

  void Add(const std::vector<EntryKey>& settled);
  bool empty() const { return waiting_.empty(); }
  bool Waits(uint32_t partition) const { return per_partition_[partition] != 0; }

  // Sends what waits, in one step.
  Status Flush(Link& link);
  // The same in two halves, for a pipeline: Append is false when there is nothing to send.
  bool Append(Link& link);
  Status ReadReply(Link& link);

  // Whether something was acknowledged since the last trim, and that is long enough ago.
  bool TrimDue() const { return dirty_ && Clock::now() >= next_trim_; }
  bool dirty() const { return dirty_; }
  Clock::time_point next_trim() const { return next_trim_; }
  void MarkDirty() { dirty_ = true; }
  Status Trim(Link& link, const std::vector<uint32_t>& partitions);

 private:
  std::vector<std::string> Words() const;

  const Options& options_;
  std::vector<EntryKey> waiting_;
  std::vector<size_t> per_partition_;
  bool dirty_ = true;
  Clock::time_point next_trim_{};
  Lamp groups_lamp_;
  Metric acked_, trimmed_;
};

}  // namespace griot::redis_queue
