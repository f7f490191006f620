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

#include "host/pipeline/forgetting.h"
#include "host/pipeline/lane_taps.h"
#include "host/pipeline/live_batch.h"
#include "host/pipeline/sink_run.h"
#include "host/pipeline/stage.h"

namespace griot::host {

class SourcePort;

// The stages of a lane, in the order of the pipeline.
struct StageLists {
  std::vector<std::unique_ptr<Stage>> transforms, sinks;
};

// Enqueue, Post, Forget and waiting are thread-safe; the rest is for the control thread. Owns its
// stages.
class Lane {
 public:
  Lane(Host& host, std::string pipeline, unsigned index);
  ~Lane();

  // In the order of the pipeline, before Start.
  void AddTransform(std::unique_ptr<Stage> stage) { transforms_.push_back(std::move(stage)); }
  void AddSink(std::unique_ptr<Stage> stage) { sinks_.push_back(std::move(stage)); }
  const std::vector<std::unique_ptr<Stage>>& transforms() const { return transforms_; }
  const std::vector<std::unique_ptr<Stage>>& sinks() const { return sinks_; }

  // Puts these in the place of its stages, which it gives back. Not while a batch runs: before
  // Start, or while a Gate holds the lane.
  StageLists Exchange(StageLists next);

  const std::string& pipeline() const { return pipeline_; }

  void Start();
  // Ends after the batch that runs. What still waits is given back unsettled: push sources are
  // told RETRY, a queue delivers again.
  void Stop();

  // False: the lane has stopped.
  bool Enqueue(griot_submission* submission, SourcePort* port);
  // How many submissions wait for the batch that runs.
  size_t waiting() {
    std::lock_guard lock(mutex_);
    return inbox_.size();
  }
  // Runs `task` on the lane's thread, between batches.
  void Post(std::function<void()> task);

  // For a task: the stages are others now, or do other things. [lane-thread]
  void StagesChanged() { FindTicking(); }

  // Tells the stages, between batches.
  void Forget(const std::shared_ptr<const ForgetRequest>& request);

  // griot.lookup/1 for the transforms of this lane. [lane-thread]
  Status Lookup(const griot_plugin& plugin, const char* query, const griot_str* keys,
                uint32_t count, griot_lookup_row row, void* user);

 private:
  struct Waiting {
    griot_submission* submission;
    SourcePort* port;
  };
  struct Ticking {
    Stage* stage;
    griot_time due;
  };
  void TakeUpStages();
  void Run();
  bool TakeWork();  // false: stop
  void RunBatch();
  void RunTransforms();
  // OK: settled. RETRY: given back, to clients or because the lane stops. GONE: dropped.
  griot_result OfferUntilTaken();
  void TellTransforms(bool taken);
  void CountOutcomes();
  void Settle(griot_result result, std::string_view error);
  void Tick();
  void FindTicking();
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
  LaneTaps taps_;
  std::unique_ptr<LiveBatch> batch_;  // another one after a stage on probation
  std::vector<Waiting> taken_;
  std::vector<Ticking> ticking_;
  std::vector<griot_outcome> unset_;  // for a batch that was not taken
  std::vector<griot_str> no_replies_;
  Status trouble_;
  struct Meters;
  std::unique_ptr<Meters> meters_;
};

}  // namespace griot::host
