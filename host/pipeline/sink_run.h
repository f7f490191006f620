// Offers a batch to the sinks of a lane until each has answered.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/pipeline/lane_taps.h"
#include "host/pipeline/live_batch.h"
#include "host/pipeline/stage.h"

namespace griot::host {

// For the lane's thread. Ledger sinks come last, so that they can record what others refused.
class SinkRun {
 public:
  // `sinks` and `taps` outlive this.
  SinkRun(std::vector<Stage*> sinks, LaneTaps& taps);

  void Begin();
  // Offers the batch to every sink that has not answered yet. OK: all have, and `outcomes` holds
  // what the events of the batch ended as. RETRY: a required sink could not take it now.
  // GONE: the batch belongs to somebody else; drop it.
  Status Offer(LiveBatch& batch);

  const std::vector<griot_outcome>& outcomes() const { return combined_; }
  const std::vector<griot_str>& replies() const { return replies_; }

 private:
  struct Use {
    Stage* stage;
    bool answered;
  };
  Status OfferTo(Use& use, LiveBatch& batch);
  void Combine(const Stage& stage, LiveBatch& batch);

  LaneTaps& taps_;
  std::vector<Use> uses_;  // plain sinks and relays, then ledgers
  size_t first_ledger_ = 0;
  bool refused_moved_ = false;
  std::vector<griot_outcome> outcomes_;  // of one sink
  std::vector<griot_outcome> combined_;
  std::vector<griot_str> replies_;
};

}  // namespace griot::host
