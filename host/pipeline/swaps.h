// Swaps of running transforms: one at a time, from the first check to the last byte unmapped
// (docs/swap.md).
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/config/definition.h"
#include "host/loader/library.h"
#include "host/pipeline/pipeline.h"
#include "host/pipeline/preflight.h"
#include "host/pipeline/stage_record.h"
#include "host/pipeline/swap_report.h"

namespace griot::host {

// What is to be swapped, as it goes from step to step. Plain data.
struct SwapPlan {
  std::string stage, file;
  std::string plugin, options;  // of the stage
  std::string run_dir;
  StagedFile staged;
  uint64_t shadow = 0;  // so many batches beside the old one first
  bool back = false;    // to what ran before: if need be without the state of what runs
};

// For the control thread, but for what says otherwise.
class Swaps {
 public:
  // What is passed outlives this.
  Swaps(Host& host, const std::vector<std::unique_ptr<Pipeline>>& pipelines, std::string run_dir);
  ~Swaps();

  void SetLimits(const config::SwapDef& limits);
  // Before stages are made: finds the versions that swaps have put in, and pins them.
  void Restore(const config::Definition& definition);
  // After a reload: other limits, and what was swapped in where another plugin is wanted now is
  // forgotten.
  void Follow(const config::Definition& definition);

  // Step 0: whether the stage may be swapped now.
  Status Admit(const std::string& stage, SwapPlan* plan);
  // The same, to what ran before the last swap.
  Status AdmitBack(const std::string& stage, SwapPlan* plan);
  // Steps 1 and 2: copies the file, and tries it in a child process. [thread-safe]
  static Status Try(Preflight& preflight, std::chrono::milliseconds patience, SwapPlan* plan);
  // Steps 3 to 8. Afterwards the new version serves, on probation, or the old one as before; or
  // state is being copied, or lanes have not come to a batch edge yet (State::kGate), and Tend does
  // the rest.
  SwapReport Begin(const SwapPlan& plan);
  // A plan that came to nothing before Begin.
  SwapReport Refuse(const SwapPlan& plan, const std::string& step, const Status& why);
  // Steps 9 to 12, a bit at a time. To be called a few times a second.
  void Tend();
  // After the lanes have stopped: lets go of what stood by. What is not permanent is forgotten.
  void Close();
  // Ends a probation by rolling back; false: none is under way for that stage.
  bool EndProbation(const std::string& stage, const std::string& why);

  // True while a new version is on probation, or an old one is on its way out.
  bool UnderWay(std::string* stage = nullptr) const;
  // As of the last of these calls. [thread-safe]
  std::string StatusJson() const;
  // Of one of the latest swaps.
  SwapReport ReportOf(uint64_t number) const;
  // For how long a batch edge is waited for, and a trial; 10 s but in tests, which have less time.
  std::chrono::milliseconds patience() const { return patience_; }
  void SetPatience(std::chrono::milliseconds patience) { patience_ = patience; }

 private:
  struct LaneSwap {
    Lane* lane;
    Stage* stage;
    std::shared_ptr<Generation> fresh = {};
    std::shared_ptr<Probation> probation = {};
    std::shared_ptr<Shadow> shadow = {};
    std::shared_ptr<StateCopy> copy = {};
    Status began = Status::Ok();
  };
  struct Active;
  struct Leaving;

  void ForgetSwap(const std::string& name, const RecordedStage& recorded,
                  const std::string& plugin);
  std::vector<LaneSwap> Find(const std::string& stage) const;
  void MakeRoom(const std::string& plugin, const std::shared_ptr<const Library>& now);
  Status Load(const SwapPlan& plan, const std::shared_ptr<const Library>& now,
              std::shared_ptr<const Library>* out, std::string* options);
  Status Prepare(const std::shared_ptr<const Library>& library, const std::string& options,
                 std::vector<LaneSwap>* lanes);
  void StartShadow();
  void LookAtShadows();
  void WatchShadow();
  void StartCopy();
  void WatchCopy();
  void EndCopy(const std::string& why);
  static void DropCopy(const LaneSwap& l);
  void LeaveShadow(const std::string& why);
  void WatchLeaving();
  void TakeOver();
  void AskLanes(const Status& fault, const std::function<void(LaneSwap&)>& work);
  void WaitForEdges();
  Status NotReached() const;
  bool EdgesDone() const;
  bool EdgesOver();
  Status Began() const;
  void WatchGate();
  void ExchangeVoices();
  void StartWatch();
  void RollBackAll(const std::string& why);
  void Watch();
  void MakePermanent();
  void EndRollBack();
  void Retire();
  void Finish(SwapReport::State state, const std::string& why);
  void Keep(SwapReport report);
  void Publish();

  Host& host_;
  const std::vector<std::unique_ptr<Pipeline>>& pipelines_;
  const std::string run_dir_;
  ProbationLimits limits_;
  std::chrono::milliseconds patience_{10'000};
  std::unique_ptr<StageRecord> record_;
  std::unique_ptr<Active> active_;
  std::vector<Leaving> leaving_;
  std::deque<SwapReport> past_;  // newest first
  uint64_t count_ = 0;
  mutable std::mutex status_mutex_;
  std::string status_;  // JSON
};

}  // namespace griot::host
