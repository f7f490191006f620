#include "host/pipeline/sink_run.h"

#include <algorithm>
#include <chrono>

#include "host/telemetry/log.h"

namespace griot::host {
namespace {

StageLoad::Work WorkOf(const Status& status, const std::vector<griot_outcome>& outcomes) {
  StageLoad::Work work{.failures = status.ok() ? 0u : 1u};
  if (!status.ok()) return work;
  work.events = outcomes.size();
  for (const griot_outcome& o : outcomes) {
    work.duplicate += o.kind == GRIOT_DUPLICATE;
    work.dead += o.kind == GRIOT_OUTCOME_DEAD;
  }
  return work;
}

}  // namespace

SinkRun::SinkRun(std::vector<Stage*> sinks, LaneTaps& taps) : taps_(taps) {
  std::stable_partition(sinks.begin(), sinks.end(),
                        [](const Stage* s) { return !s->Has(GRIOT_CAP_LEDGER); });
  for (Stage* sink : sinks) {
    uses_.push_back({sink, false});
    if (!sink->Has(GRIOT_CAP_LEDGER)) first_ledger_ = uses_.size();
  }
}

void SinkRun::Begin() {
  for (Use& use : uses_) use.answered = false;
  refused_moved_ = false;
  combined_.clear();
  replies_.clear();
}

Status SinkRun::Offer(LiveBatch& batch) {
  combined_.resize(batch.size(), griot_outcome{});
  replies_.resize(batch.facts().size(), griot_str{});
  Status first_failure = Status::Ok();
  for (size_t i = 0; i < first_ledger_; ++i)
    if (Status s = OfferTo(uses_[i], batch); !s.ok() && first_failure.ok()) first_failure = s;
  if (!first_failure.ok()) return first_failure;
  if (!refused_moved_) {
    // Who refused an event is said by its reason; the ledgers record it as dead.
    batch.SettleDead(combined_, batch.current_stage);
    std::erase_if(combined_, [](const griot_outcome& o) { return o.kind == GRIOT_OUTCOME_DEAD; });
    refused_moved_ = true;
  }
  for (size_t i = first_ledger_; i < uses_.size(); ++i)
    if (Status s = OfferTo(uses_[i], batch); !s.ok()) return s;
  return Status::Ok();
}

Status SinkRun::OfferTo(Use& use, LiveBatch& batch) {
  if (use.answered) return Status::Ok();
  Stage& stage = *use.stage;
  const bool carries = stage.Has(GRIOT_CAP_RELAY) || stage.Has(GRIOT_CAP_LEDGER);
  if (batch.size() == 0 && !(carries && !batch.empty())) {
    use.answered = true;
    return Status::Ok();
  }
  outcomes_.assign(batch.size(), griot_outcome{});
  griot_write write{sizeof write, 0, batch.View(), outcomes_.data(), replies_.data()};
  taps_.Before(stage.name(), batch);
  const auto began = std::chrono::steady_clock::now();
  Status status = detail::Ask([&](griot_error* error) {
    const CallGuard::Running running(stage.calls(), Entry::kWrite);
    return stage.plugin().sink->write(stage.instance(), &write, error);
  });
  const auto took = std::chrono::steady_clock::now() - began;
  stage.load().Add(WorkOf(status, outcomes_), took);
  if (status.ok() && std::any_of(outcomes_.begin(), outcomes_.end(), [](const griot_outcome& o) {
        return o.kind == GRIOT_OUTCOME_UNSET;
      })) {
    // Whether such an event was stored nobody knows: to hold it is better than to lie.
    status = Status::Fatal("the sink said OK but left an event without an outcome");
  }
  taps_.Written(stage.name(), batch, status, outcomes_, took);
  if (status.ok()) {
    use.answered = true;
    Combine(stage, batch);
    return status;
  }
  if (status.code == GRIOT_GONE) return {GRIOT_GONE, stage.name() + ": " + status.text};
  if (status.code != GRIOT_RETRY)
    Log(GRIOT_LOG_ERROR, stage.name(),
        "a write failed in a way that no retry heals, and is "
        "tried again all the same, because its events are not durable: " +
            status.text);
  if (stage.required()) return Status::Retry(stage.name() + ": " + status.text);
  use.answered = true;  // best effort: missed
  stage.ctx()
      ->host->metrics
      .Get(GRIOT_COUNTER, "sink_missed_events_total", "Events that a best-effort sink did not take",
           {{"stage", stage.name()}})
      ->Record(batch.size());
  return Status::Ok();
}

void SinkRun::Combine(const Stage& stage, LiveBatch& batch) {
  for (size_t i = 0; i < outcomes_.size(); ++i) {
    const griot_outcome& said = outcomes_[i];
    griot_outcome& so_far = combined_[i];
    if (said.kind == GRIOT_OUTCOME_DEAD) {
      if (!stage.required()) continue;
      so_far = {GRIOT_OUTCOME_DEAD, 0, batch.arena().MustCopy(said.reason),
                batch.arena().MustCopy(said.detail)};
    } else if (so_far.kind == GRIOT_OUTCOME_UNSET || so_far.kind == GRIOT_DUPLICATE) {
      so_far.kind = said.kind;
    }
  }
}

}  // namespace griot::host
