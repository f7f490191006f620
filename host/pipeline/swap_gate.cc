// Where lanes change between two batches: into probation, and out of a shadow's sight.
#include <algorithm>

#include "host/pipeline/fault_point.h"
#include "host/pipeline/swaps_active.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

using Clock = std::chrono::steady_clock;

// Most lanes come to an edge within this, and who asked for the swap need not ask again.
constexpr std::chrono::milliseconds kMoment{50};

}  // namespace

void Swaps::TakeOver() {
  Active& active = *active_;
  active.phase = Active::Phase::kGate;
  active.since = Clock::now();
  active.report.state = SwapReport::State::kGate;
  active.report.step = "gate";
  const Status fault = GRIOT_FAULT_POINT("swap.gate");
  active.edges.clear();
  for (LaneSwap& l : active.lanes) {
    l.began = Status::Retry("a batch did not end within " + std::to_string(patience_.count()) +
                            " ms, so the stage could not be reached between two");
    if (!fault.ok()) {
      l.began = fault;
      continue;
    }
    active.edges.emplace_back(*l.lane, [&l, with_state = active.with_state] {
      l.stage->SetShadow(nullptr);
      l.began = Probation::Begin(l.probation, with_state);
      l.lane->StagesChanged();
    });
  }
}

void Swaps::WaitForEdges() {
  const auto deadline = Clock::now() + kMoment;
  for (EdgeTask& edge : active_->edges) (void)edge.Wait(deadline);
}

bool Swaps::EdgesDone() const {
  auto& edges = active_->edges;
  return std::all_of(edges.begin(), edges.end(),
                     [](EdgeTask& edge) { return edge.Wait(Clock::time_point{}); });
}

void Swaps::WatchGate() {
  if (!EdgesDone()) {
    if (Clock::now() < active_->since + patience_) return;
    // What has begun meanwhile ends first.
    for (EdgeTask& edge : active_->edges)
      if (!edge.Wait(Clock::time_point{}) && !edge.Cancel()) return;
  }
  Status reached = Status::Ok();
  for (const LaneSwap& l : active_->lanes)
    if (reached.ok()) reached = l.began;
  SwapReport& report = active_->report;
  report.state = SwapReport::State::kProbation;
  report.step = "probation";
  active_->phase = Active::Phase::kWatched;
  active_->since = Clock::now();
  active_->edges.clear();
  if (reached.ok()) {
    LogInfo(report.stage + " runs " + report.plugin + " " + report.to_version + " on probation; " +
            report.from_version + " stands by");
    ExchangeVoices();
    return StartWatch();
  }
  active_->ends_as = SwapReport::State::kRefused;
  report.step = "hand over";
  std::erase_if(active_->lanes, [this](LaneSwap& l) {
    if (l.began.ok()) return false;
    leaving_.push_back({active_->report.number, l.stage->name(), {l.fresh}, active_->to});
    return true;
  });
  RollBackAll(reached.text);
}

// Nothing has changed hands: the new one goes as it came, once no lane shows it anything.
void Swaps::EndShadow(const std::string& why) {
  active_->phase = Active::Phase::kLeavesShadow;
  active_->why = why;
  active_->edges.clear();
  for (const LaneSwap& l : active_->lanes)
    active_->edges.emplace_back(*l.lane, [stage = l.stage] { stage->SetShadow(nullptr); });
}

void Swaps::WatchLeaving() {
  if (!EdgesDone()) return;
  active_->report.step = "shadow";
  Finish(SwapReport::State::kRefused, active_->why);
}

}  // namespace griot::host
