#include "host/pipeline/transform_run.h"

#include "host/telemetry/log.h"

namespace griot::host {
namespace {

Status Process(Stage& stage, griot_batch* view) {
  const CallGuard::Running running(stage.calls(), Entry::kProcess);
  return detail::Ask([&](griot_error* error) {
    return stage.plugin().transform->process(stage.instance(), view, error);
  });
}

void OneByOne(Stage& stage, LiveBatch& batch) {
  const uint32_t count = batch.size();
  for (uint32_t i = 0; i < count; ++i) {
    const LiveBatch::Mark mark = batch.MarkNow();
    const Status status = Process(stage, batch.View(i, 1));
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

}  // namespace

void RunTransform(Stage& stage, LiveBatch& batch) {
  if (batch.size() == 0) return;
  const griot_str name = Str(stage.name());
  batch.current_stage = name;
  batch.ResetVerdicts();
  const LiveBatch::Mark mark = batch.MarkNow();
  const Status status = Process(stage, batch.View());
  if (!status.ok()) {
    Log(GRIOT_LOG_ERROR, stage.name(),
        "a batch of " + std::to_string(batch.size()) +
            " events failed and is tried again event by event: " + status.text);
    batch.RollBack(mark);
    batch.ResetVerdicts();
    OneByOne(stage, batch);
  }
  batch.ApplyVerdicts(name);
}

}  // namespace griot::host
