// Where a lane shows its events to those who look.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/pipeline/live_batch.h"
#include "host/pipeline/tap.h"

namespace griot::host {

// For the lane's thread. While nobody looks, each call is one comparison.
class LaneTaps {
 public:
  // `hub` outlives this.
  LaneTaps(const TapHub& hub, unsigned lane) : hub_(hub), lane_(lane) {}

  // At a batch edge: who looks now?
  void Look() {
    if (hub_.version() != version_) Refresh();
  }

  // What a source brought, as it came.
  void Heard(const griot_submission& submission) {
    if (!taps_.empty()) ShowHeard(submission);
  }
  // The events that a stage is about to be given.
  void Before(const std::string& stage, const LiveBatch& batch) {
    if (!taps_.empty()) ShowBefore(stage, batch);
  }
  // What a transform left of a batch of `given` events, before which `settled` had ended.
  void After(const std::string& stage, const LiveBatch& batch, size_t given, size_t settled,
             std::chrono::nanoseconds took) {
    if (!taps_.empty()) ShowAfter(stage, batch, given, settled, took);
  }
  // What a sink said; `outcomes` of the batch's events, unless `status` says why there are none.
  void Written(const std::string& stage, const LiveBatch& batch, const Status& status,
               const std::vector<griot_outcome>& outcomes, std::chrono::nanoseconds took) {
    if (!taps_.empty()) ShowWritten(stage, batch, status, outcomes, took);
  }

 private:
  struct Sight {  // what is the same for all events of a call
    std::string_view stage, point;
    size_t batch;
    std::chrono::nanoseconds took;
  };
  void Refresh();
  void ShowHeard(const griot_submission& submission);
  void ShowBefore(const std::string& stage, const LiveBatch& batch);
  void ShowAfter(const std::string& stage, const LiveBatch& batch, size_t given, size_t settled,
                 std::chrono::nanoseconds took);
  void ShowWritten(const std::string& stage, const LiveBatch& batch, const Status& status,
                   const std::vector<griot_outcome>& outcomes, std::chrono::nanoseconds took);
  bool Show(Tap& tap, const Sight& sight, const griot_event& event, std::string_view verdict,
            griot_str reason, griot_str detail);

  const TapHub& hub_;
  const unsigned lane_;
  uint64_t version_ = 0;
  std::vector<std::shared_ptr<Tap>> taps_;
  bool full_ = false;  // of the tap and call at hand: no more is shown, and only counted
};

}  // namespace griot::host
