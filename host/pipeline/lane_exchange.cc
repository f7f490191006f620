// What a lane runs, exchanged between two batches.
#include <utility>

#include "host/pipeline/lane.h"

namespace griot::host {

StageLists Lane::Exchange(StageLists next) {
  StageLists before{std::exchange(transforms_, std::move(next.transforms)),
                    std::exchange(sinks_, std::move(next.sinks))};
  // Its stage may be one of those that go.
  batch_->current_stage = {};
  TakeUpStages();
  return before;
}

void Lane::TakeUpStages() {
  std::vector<Stage*> sinks;
  for (const auto& sink : sinks_) sinks.push_back(sink.get());
  sink_run_ = std::make_unique<SinkRun>(std::move(sinks), taps_);
  FindTicking();
}

}  // namespace griot::host
