// A new version that works beside the old one for a while, on copies of its batches, to see in what
// they differ.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "host/pipeline/call_thread.h"
#include "host/pipeline/live_batch.h"

namespace griot::host {

class Generation;

// What differed so far. Plain data.
struct ShadowReport {
  uint64_t batches = 0, events = 0;
  uint64_t ends = 0;     // events that only one of them passed on
  uint64_t fields = 0;   // events that differ in their envelope
  uint64_t members = 0;  // events that differ in properties or context
  uint64_t facts = 0;
  std::string fault;  // it failed, and is not tried any more
};

// Of one lane, on its thread, but for what says otherwise.
class Shadow {
 public:
  Shadow(std::shared_ptr<Generation> fresh, std::chrono::nanoseconds deadline);

  // A copy of the batch before the stage sees it.
  void Take(const LiveBatch& before);
  // What the stage made of it: the new version makes its own of the copy.
  void Compare(const LiveBatch& after, griot_str stage);

  // [thread-safe]
  ShadowReport report() const;

 private:
  void Note(const LiveBatch& ours, const LiveBatch& its);

  const std::shared_ptr<Generation> fresh_;
  const std::chrono::nanoseconds deadline_;
  CallThread thread_;
  std::unique_ptr<LiveBatch> copy_;
  mutable std::mutex mutex_;
  ShadowReport report_;
};

}  // namespace griot::host
