// Where lanes change between two batches: into probation, and out of what came before it.
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

Status Swaps::NotReached() const {
  return Status::Retry("a batch did not end within " + std::to_string(patience_.count()) +
                       " ms, so the stage could not be reached between two");
}

// Has each lane do it between two batches, and note in `began` what became of it.
void Swaps::AskLanes(const Status& fault, const std::function<void(LaneSwap&)>& work) {
  active_->since = Clock::now();
  active_->edges.clear();
  for (LaneSwap& l : active_->lanes) {
    l.began = NotReached();
    if (!fault.ok()) {
      l.began = fault;
      continue;
    }
    active_->edges.emplace_back(*l.lane, [&l, work] { work(l); });
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

// Done, or given up: nothing that lanes were asked for is still to come.
bool Swaps::EdgesOver() {
  if (EdgesDone()) return true;
  if (Clock::now() < active_->since + patience_) return false;
  // What has begun meanwhile ends first.
  return std::all_of(active_->edges.begin(), active_->edges.end(), [](EdgeTask& edge) {
    return edge.Wait(Clock::time_point{}) || edge.Cancel();
  });
}

// The first lane's trouble.
Status Swaps::Began() const {
  for (const LaneSwap& l : active_->lanes)
    if (!l.began.ok()) return l.began;
  return Status::Ok();
}

void Swaps::StartCopy() {
  active_->phase = Active::Phase::kCopies;
  active_->report.state = SwapReport::State::kGate;
  active_->report.step = "copy";
  for (LaneSwap& l : active_->lanes) l.copy = std::make_shared<StateCopy>();
  AskLanes(GRIOT_FAULT_POINT("swap.copy"), [](LaneSwap& l) {
    const auto begun = Clock::now();
    l.began = l.copy->Begin(*l.stage->current());
    if (l.began.ok()) l.stage->SetCopy(l.copy);
    l.probation->SetCopyPause(Clock::now() - begun);
  });
}

void Swaps::WatchCopy() {
  if (!active_->loader.joinable()) {
    if (!EdgesOver()) return;
    if (const Status copied = Began(); !copied.ok()) return EndCopy(copied.text);
    active_->loader = std::thread([active = active_.get()] {
      for (LaneSwap& l : active->lanes)
        if (l.began = l.probation->Load(*l.copy); !l.began.ok()) break;
      active->loaded.store(true);
    });
    return;
  }
  if (!active_->loaded.load()) return;
  active_->loader.join();
  if (const Status loaded = Began(); !loaded.ok()) return EndCopy(loaded.text);
  TakeOver();
}

void Swaps::TakeOver() {
  active_->phase = Active::Phase::kGate;
  active_->report.state = SwapReport::State::kGate;
  active_->report.step = "gate";
  AskLanes(GRIOT_FAULT_POINT("swap.gate"), [with_state = active_->with_state](LaneSwap& l) {
    l.stage->SetCopy(nullptr);
    l.began = Probation::Begin(l.probation, with_state, l.copy.get());
    l.lane->StagesChanged();
  });
}

void Swaps::WatchGate() {
  if (!EdgesOver()) return;
  const Status reached = Began();
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
    DropCopy(l);
    leaving_.push_back({active_->report.number, l.stage->name(), {l.fresh}, active_->to});
    return true;
  });
  RollBackAll(reached.text);
}

void Swaps::DropCopy(const LaneSwap& l) {
  l.lane->Post([stage = l.stage] { stage->SetCopy(nullptr); });
}

// Nothing has changed hands, and no lane has seen the new one.
void Swaps::EndCopy(const std::string& why) {
  for (const LaneSwap& l : active_->lanes) DropCopy(l);
  Finish(SwapReport::State::kRefused, why);
}

// No lane shows the new one anything from then on: it takes over, or goes as it came if there is a
// `why`. In a phase of its own, which can only be waited for: a lane that is not reached would go
// on showing batches to a version that has been destroyed.
void Swaps::LeaveShadow(const std::string& why) {
  active_->phase = Active::Phase::kLeavesShadow;
  active_->why = why;
  active_->since = Clock::now();
  active_->edges.clear();
  for (const LaneSwap& l : active_->lanes)
    active_->edges.emplace_back(*l.lane, [stage = l.stage] { stage->SetShadow(nullptr); });
}

void Swaps::WatchLeaving() {
  if (!EdgesDone()) {
    if (active_->why.empty() && Clock::now() >= active_->since + patience_)
      active_->why = NotReached().text;
    return;
  }
  if (active_->why.empty()) {
    LookAtShadows();  // lanes may have shown it more before they came to an edge
    const ShadowReport& seen = active_->report.shadow;
    active_->why = seen.fault;
    if (seen.fault.empty()) {
      LogInfo(active_->report.stage + ": beside " + active_->report.from_version + ", " +
              active_->report.to_version + " ended " + std::to_string(seen.ends) + " of " +
              std::to_string(seen.events) + " events in another way, and made " +
              std::to_string(seen.fields + seen.members + seen.facts) +
              " fields, members and facts others");
      return TakeOver();
    }
  }
  active_->report.step = "shadow";
  Finish(SwapReport::State::kRefused, active_->why);
}

}  // namespace griot::host
