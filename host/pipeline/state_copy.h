// What a generation keeps, copied while it works, so that little is left to hand over when another
// takes its place.
//
//   Begin  the lane stands while all of it is saved
//   Load   the successor takes it, while the lane goes on
//   End    the lane stands while what was touched since goes over
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "host/pipeline/hand_over.h"
#include "host/pipeline/live_batch.h"

namespace griot::host {

// In this order. Begin, Touch, Spoil and End: [lane-thread], between calls of the stage; Load on
// any other thread, which has seen Begin return and returns before End.
class StateCopy {
 public:
  // Whether both keep state, and know the records of single keys (griot.state_keys/1).
  static bool Fits(const griot_plugin& from, const griot_plugin& to);

  // Only reads `from`.
  Status Begin(const Generation& from);
  // As HandOver; the same goes for End.
  Status Load(const std::shared_ptr<Generation>& to, bool exact, const Caller& call);
  // The generation that was copied is about to work on this batch.
  void Touch(const LiveBatch& batch);
  // It is told to forget somebody, who may be any of those that were copied: End goes through all.
  void Spoil() { spoilt_ = true; }
  Status End(const Generation& from, const std::shared_ptr<Generation>& to, bool exact,
             const Caller& call, HandedOver* handed);

 private:
  std::shared_ptr<StateImage> image_;
  std::unordered_map<uint64_t, HandedOver> by_hash_;  // what of it is each key's
  std::unordered_set<uint64_t> touched_;
  bool spoilt_ = false;
};

}  // namespace griot::host
