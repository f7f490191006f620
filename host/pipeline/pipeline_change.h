// Some stages of a running pipeline, to be exchanged for others.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "host/config/definition.h"
#include "host/pipeline/pipeline.h"
#include "host/pipeline/reload_plan.h"
#include "host/pipeline/reload_report.h"
#include "host/pipeline/retirement.h"
#include "host/pipeline/state_copy.h"

namespace griot::host {

// For the control thread. Destroyed without Commit it leaves no trace.
class PipelineChange {
 public:
  // `pipeline` and `plan` outlive this; the others are read by Create only.
  PipelineChange(Pipeline& pipeline, const config::PipelineDef& next,
                 const ReloadPlan::PipelinePlan& plan)
      : pipeline_(pipeline), next_(next), plan_(plan) {}
  ~PipelineChange();

  // Makes what is new, beside what runs. Its doors are shut.
  Status Create(Host& host, const Catalogue& catalogue);

  // Stages that come, and go. Before Commit, by which those that come have been started.
  std::vector<Stage*> fresh() const;
  std::vector<Stage*> going() const;
  // While lanes work: copies what transforms keep, so that little is left for HandOver. What cannot
  // be reached between two batches by `deadline` is left to it as a whole.
  Status CopyState(std::chrono::steady_clock::time_point deadline,
                   std::chrono::nanoseconds patience);
  // The longest that a lane stood for this.
  std::chrono::nanoseconds copy_pause() const { return copy_pause_; }
  // While a Gate holds the pipeline's lanes: what transforms keep goes over to those that take
  // their place, each within `patience`. A failure leaves those that run as they were. Notes in
  // `changes` what went over.
  Status HandOver(std::chrono::nanoseconds patience, std::vector<ReloadReport::Change>* changes);
  // Lets in what comes by the new routes.
  void OpenDoors();
  Pipeline& pipeline() const { return pipeline_; }
  // While a Gate holds the pipeline's lanes. Cannot fail.
  void Commit(Retirement* out);

 private:
  struct Slot {
    Stage* kept;                   // one that runs, or
    std::unique_ptr<Stage> fresh;  // one that is new;
    Stage* before = nullptr;       // of the same plugin, it has worked in its place until now,
    std::shared_ptr<StateCopy> copy = {};  // and what that keeps was copied
  };
  struct LaneSlots {
    std::vector<Slot> transforms, sinks;
  };
  bool Keeps(const Stage& stage) const;
  void FindBefore();
  static Status HandOver(const Slot& slot, std::chrono::nanoseconds patience,
                         ReloadReport::Change* change);
  static std::vector<std::unique_ptr<Stage>> Fill(std::vector<Slot>& slots,
                                                  std::vector<std::unique_ptr<Stage>>* before,
                                                  Retirement* out);

  Pipeline& pipeline_;
  const config::PipelineDef next_;
  const ReloadPlan::PipelinePlan& plan_;
  std::vector<LaneSlots> lanes_;
  std::chrono::nanoseconds copy_pause_{0};
  std::vector<PushSource> pushes_;
  std::vector<std::unique_ptr<SourceThread>> pulls_;
};

}  // namespace griot::host
