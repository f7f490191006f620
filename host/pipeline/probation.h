// A new generation of a stage, in one lane, while it proves itself.
//
//   Begin: the old one's state is handed over, the new one fills the stage, the old one stands by
//   Run:   each batch is worked on as a copy; a call that fails loses nothing but the copy
//   ends:  Accept (the old one can go), or RollBack (the new one can)
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "griot/abi/ext/settled.h"
#include "griot/abi/ext/tick.h"
#include "host/pipeline/call_thread.h"
#include "host/pipeline/state_copy.h"
#include "host/pipeline/transform_run.h"

namespace griot::host {

// What a new generation has to stand, and for how long.
struct ProbationLimits {
  std::chrono::nanoseconds time = std::chrono::seconds(10);
  uint64_t batches = 50;
  std::chrono::nanoseconds deadline = std::chrono::seconds(5);  // of each call of the plugin
  uint64_t memory = uint64_t{128} << 20;                        // that the process may grow
};

// Made on the control thread, which also ends it; `stage` is not used after its lane has stopped.
// Owns the generation that does not fill the stage.
class Probation {
 public:
  Probation(Stage& stage, std::shared_ptr<Generation> fresh, const ProbationLimits& limits);
  ~Probation();

  // The new one takes what was copied of the old one's state. On one thread, before Begin.
  Status Load(StateCopy& copy);
  // [lane-thread], between batches. What fails leaves the old one at work. `with_state` false: the
  // new one starts with nothing. `copy`: it has loaded that, and is given only what is newer.
  static Status Begin(const std::shared_ptr<Probation>& probation, bool with_state,
                      StateCopy* copy);
  // [lane-thread] False: it was rolled back, and `batch` is as it was.
  bool Run(std::unique_ptr<LiveBatch>& batch);
  void Settled(const griot_settled& table, const BatchEnd& end);
  uint32_t Tick(const griot_tick& table, griot_time now);
  void Forget(const ForgetRequest& request);
  // [lane-thread], between batches.
  void Accept();
  void RollBack(const std::string& why);

  // kDecided: it will be accepted at the next edge; kGoesBack: a lane has found fault with it.
  // What a call of the old one has cost.
  struct Yardstick {
    size_t calls = 0;
    RecentCalls::Cost cost;
    double dead_share = 0;
  };
  // That of this lane; another's where this one has had too little to do. [thread-safe]
  Yardstick yardstick() const;
  void SetYardstick(const Yardstick& yardstick);

  enum class State { kNew, kRuns, kDecided, kAccepted, kGoesBack, kRolledBack };
  struct Report {
    State state = State::kNew;
    std::string why;  // rolled back
    uint64_t batches = 0, events = 0;
    std::chrono::nanoseconds copy_pause{0}, pause{0};  // that the lane stood: see StateCopy
    size_t records = 0, state_bytes = 0;               // handed over
    size_t keys_reloaded = 0;  // by a rollback: dropped, and read again when needed
  };
  // [thread-safe]
  Report report() const;
  void SetCopyPause(std::chrono::nanoseconds pause);
  // All stay, from now on whatever happens: false when one of them has gone back meanwhile.
  // [control-thread]
  static bool DecideAll(const std::vector<std::shared_ptr<Probation>>& probations);
  // What can go, once it is over. [control-thread]
  std::shared_ptr<Generation> leaving();

 private:
  // Makes a call of the new one; false: it hangs, and was abandoned.
  bool Call(std::function<void()> call);
  // What is wrong with a batch that came back, or nothing.
  std::string Fault(const LiveBatch& before, LiveBatch& after, const Status& status,
                    size_t arena_before) const;
  std::string Slow() const;
  bool MayGoBack();
  void GoBack(const std::string& why, bool ask_for_state);
  bool HandBack();

  Stage& stage_;
  const std::shared_ptr<Generation> fresh_;
  const ProbationLimits limits_;
  std::shared_ptr<Generation> old_;
  std::unique_ptr<CallThread> thread_;
  // Of the lane's thread:
  std::unique_ptr<LiveBatch> spare_;
  std::unordered_set<uint64_t> touched_;
  RecentCalls calls_;
  bool stateful_ = false;

  mutable std::mutex mutex_;
  Report report_;
  Yardstick yardstick_;
};

}  // namespace griot::host
