// A lane: one thread that owns some of the session keys, and takes batches through the stages.
//
//   inbox ──▶ form a batch of all that waits ──▶ transforms ──▶ sinks ──▶ settled
//
// No timers on the way: while the lane is busy, what arrives waits; when it is free it takes all
// that waits, up to a bound. So latency is low when idle, and batches are large under load.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "host/pipeline/live_batch.h"
#include "host/pipeline/sink_run.h"
#include "host/pipeline/stage.h"

namespace griot::host {

class SourcePort;

// Enqueue and Post are thread-safe; the rest is for the control thread. Owns its stages.
class Lane {
 public:
  Lane(Host& host, std::string pipeline, unsigned index);
  ~Lane();

  // In the order of the pipeline, before Start.
  void AddTransform(std::unique_ptr<Stage> stage) { transforms_.push_back(std::move(stage)); }
  void AddSink(std::unique_ptr<Stage> stage) { sinks_.push_back(std::move(stage)); }
  const std::vector<std::unique_ptr<Stage>>& transforms() const { return transforms_; }
  const std::vector<std::unique_ptr<Stage>>& sinks() const { return sinks_; }

  void Start();
  // Ends after the batch that runs. What still waits is given back unsettled: push sources are
  // told RETRY, a queue delivers again.
  void Stop();

  // False: the lane has stopped.
  bool Enqueue(griot_submission* submission, SourcePort* port);
  // Runs `task` on the lane's thread, between batches.
  void Post(std::function<void()> task);

  // griot.lookup/1 for the transforms of this lane. [lane-thread]
  Status Lookup(const griot_plugin& plugin, const char* query, const griot_str* keys,
                uint32_t count, griot_lookup_row row, void* user);

 private:
  struct Waiting {
    griot_submission* submission;
    SourcePort* port;
  };
  struct Ticking {
    const griot_tick* table;
    Stage* stage;
    griot_time due;
  };
  void Run();
  bool TakeWork();  // false: stop
  void RunBatch();
  // OK: settled. RETRY: given back, to clients or because the lane stops. GONE: dropped.
  griot_result OfferUntilTaken();
  void TellTransforms(bool taken);
  void CountOutcomes();
  void Settle(griot_result result, std::string_view error);
  void Tick();
  griot_time NextTick() const;

  Host& host_;
  const std::string pipeline_;
  const unsigned index_;
  std::vector<std::unique_ptr<Stage>> transforms_, sinks_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> inbox_;
  std::deque<std::function<void()>> tasks_;
  bool stop_ = false;

  std::thread thread_;
  // Of the lane's thread:
  std::unique_ptr<SinkRun> sink_run_;
  LiveBatch batch_;
  std::vector<Waiting> taken_;
  std::vector<Ticking> ticking_;
  std::vector<griot_outcome> unset_;  // for a batch that was not taken
  std::vector<griot_str> no_replies_;
  Status trouble_;
  struct Meters;
  std::unique_ptr<Meters> meters_;
};

}  // namespace griot::host
