#include "host/pipeline/transform_run.h"

#include "host/pipeline/own_time.h"
#include "host/pipeline/probation.h"
#include "host/pipeline/shadow.h"
#include "host/pipeline/state_copy.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

void OneByOne(Stage& stage, LiveBatch& batch) {
  const uint32_t count = batch.size();
  for (uint32_t i = 0; i < count; ++i) {
    const LiveBatch::Mark mark = batch.MarkNow();
    const Status status = Process(*stage.current(), batch.View(i, 1)).status;
    griot_verdict& verdict = batch.verdicts()[i];
    if (!status.ok()) {
      batch.RollBack(mark);
      verdict = {GRIOT_DEAD, 0, Str("stage_failed"), Str(status.text)};
    }
    // The texts are borrowed until the call returns, and more calls follow.
    verdict.reason = batch.arena().MustCopy(verdict.reason);
    verdict.detail = batch.arena().MustCopy(verdict.detail);
  }
}

void RunTransform(Stage& stage, LiveBatch& batch) {
  const griot_str name = Str(stage.name());
  batch.current_stage = name;
  batch.ResetVerdicts();
  const LiveBatch::Mark mark = batch.MarkNow();
  const ProcessCall call = Process(*stage.current(), batch.View());
  if (call.status.ok()) {
    stage.past().Add(call.took, batch.verdicts());
  } else {
    Log(GRIOT_LOG_ERROR, stage.name(),
        "a batch of " + std::to_string(batch.size()) +
            " events failed and is tried again event by event: " + call.status.text);
    batch.RollBack(mark);
    batch.ResetVerdicts();
    OneByOne(stage, batch);
  }
  batch.ApplyVerdicts(name);
}

}  // namespace

ProcessCall Process(Generation& generation, griot_batch* view) {
  const OwnTime time;
  ProcessCall call;
  {
    const CallGuard::Running running(generation.calls(), Entry::kProcess);
    call.status = detail::Ask([&](griot_error* error) {
      return generation.plugin().transform->process(generation.instance(), view, error);
    });
  }
  call.took = time.Took();
  return call;
}

void RunStage(Stage& stage, std::unique_ptr<LiveBatch>& batch) {
  if (batch->size() == 0) return;
  if (stage.probation() != nullptr && stage.probation()->Run(batch)) return;
  if (stage.copy() != nullptr) stage.copy()->Touch(*batch);
  const std::shared_ptr<Shadow> shadow = stage.shadow();
  if (shadow != nullptr) shadow->Take(*batch);
  RunTransform(stage, *batch);
  if (shadow != nullptr) shadow->Compare(*batch, Str(stage.name()));
}

void TellSettled(Stage& stage, const BatchEnd& end) {
  const auto* table = stage.Extension<griot_settled>(GRIOT_EXT_SETTLED);
  if (table == nullptr) return;
  if (stage.probation() != nullptr) return stage.probation()->Settled(*table, end);
  const CallGuard::Running running(stage.calls(), Entry::kSettled);
  table->settled(stage.instance(), end.batch.View(), end.outcomes.data(), end.replies.data());
}

uint32_t TickIn(Stage& stage, griot_time now) {
  const auto* table = stage.Extension<griot_tick>(GRIOT_EXT_TICK);
  if (table == nullptr) return 0;
  if (stage.probation() != nullptr) return stage.probation()->Tick(*table, now);
  const CallGuard::Running running(stage.calls(), Entry::kTick);
  table->tick(stage.instance(), now);
  return table->interval_ms;
}

void ForgetIn(Stage& stage, const ForgetRequest& request) {
  if (stage.probation() != nullptr) return stage.probation()->Forget(request);
  if (stage.copy() != nullptr) stage.copy()->Spoil();
  Forget(*stage.current(), request);
}

}  // namespace griot::host
