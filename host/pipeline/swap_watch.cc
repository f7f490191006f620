// Probation, and what follows it.
#include <algorithm>

#include "griot/json.hpp"
#include "host/loader/images.h"
#include "host/pipeline/fault_point.h"
#include "host/pipeline/swaps_active.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

using Clock = std::chrono::steady_clock;
constexpr size_t kRemembered = 32;
// Between two looks at what is held beside memory.
constexpr std::chrono::milliseconds kLook{500};

// What stays for ever, reachable, so that no tool takes it for lost.
template <class T>
void KeepForEver(std::vector<T> things) {
  static auto* const kept = new std::vector<T>;
  for (T& thing : things) kept->push_back(std::move(thing));
}

bool Is(const Probation& probation, Probation::State state) {
  return probation.report().state == state;
}

}  // namespace

bool Swaps::UnderWay(std::string* stage) const {
  if (active_ == nullptr && leaving_.empty()) return false;
  if (stage != nullptr)
    *stage = active_ != nullptr ? active_->report.stage : leaving_.front().stage;
  return true;
}

void Swaps::StartShadow() {
  active_->phase = Active::Phase::kShadow;
  active_->since = Clock::now();
  active_->report.state = SwapReport::State::kShadow;
  active_->report.step = "shadow";
  if (const Status fault = GRIOT_FAULT_POINT("swap.shadow"); !fault.ok())
    return LeaveShadow(fault.text);
  for (LaneSwap& l : active_->lanes) {
    l.shadow = std::make_shared<Shadow>(l.fresh, limits_.deadline);
    l.lane->Post([stage = l.stage, shadow = l.shadow] { stage->SetShadow(shadow); });
  }
}

// Adds up what lanes have seen of it so far.
void Swaps::LookAtShadows() {
  ShadowReport all;
  for (const LaneSwap& l : active_->lanes) {
    const ShadowReport one = l.shadow->report();
    all.batches += one.batches;
    all.events += one.events;
    all.ends += one.ends;
    all.fields += one.fields;
    all.members += one.members;
    all.facts += one.facts;
    if (all.fault.empty()) all.fault = one.fault;
  }
  active_->report.shadow = all;
}

void Swaps::WatchShadow() {
  LookAtShadows();
  const ShadowReport& seen = active_->report.shadow;
  if (!seen.fault.empty() || seen.batches >= active_->shadow) LeaveShadow(seen.fault);
}

// What serves speaks of the stage's health; the words of what stands by wait.
void Swaps::ExchangeVoices() {
  for (const LaneSwap& l : active_->lanes) l.probation->leaving()->ctx()->voice.Hold();
  const Stage& stage = *active_->lanes.front().stage;
  host_.health.Forget(stage.name());
  for (const LaneSwap& l : active_->lanes)
    l.stage->Current()->ctx()->voice.Speak(host_.health, stage.name(), stage.required());
}

void Swaps::StartWatch() {
  active_->held = Holdings::Now(host_, true);
  active_->looked = Clock::now();
  // A lane that had little to do may be the busy one from now on.
  Probation::Yardstick best;
  for (const LaneSwap& l : active_->lanes)
    if (const auto own = l.probation->yardstick(); own.calls > best.calls) best = own;
  for (const LaneSwap& l : active_->lanes)
    if (l.probation->yardstick().calls < best.calls / 2) l.probation->SetYardstick(best);
  griot_metric* const pauses = host_.metrics.Get(
      GRIOT_HISTOGRAM_SECONDS, "swap_pause_seconds",
      "For how long a swap kept a lane from its next batch", {{"stage", active_->report.stage}});
  for (const LaneSwap& l : active_->lanes) {
    const Probation::Report lane = l.probation->report();
    if (l.copy != nullptr) pauses->Record(std::chrono::duration<double>(lane.copy_pause).count());
    pauses->Record(std::chrono::duration<double>(lane.pause).count());
  }
}

void Swaps::RollBackAll(const std::string& why) {
  active_->phase = Active::Phase::kRollsBack;
  active_->why = why;
  for (const LaneSwap& l : active_->lanes)
    l.lane->Post([probation = l.probation, lane = l.lane, why] {
      probation->RollBack(why);
      lane->StagesChanged();
    });
}

bool Swaps::EndProbation(const std::string& stage, const std::string& why) {
  if (active_ == nullptr || active_->report.stage != stage) return false;
  if (active_->phase == Active::Phase::kShadow) {
    LeaveShadow(why);
    return true;
  }
  if (active_->phase == Active::Phase::kLeavesShadow) {
    if (active_->why.empty()) active_->why = why;
    return true;
  }
  if (active_->phase != Active::Phase::kWatched) return false;
  RollBackAll(why);
  return true;
}

void Swaps::Tend() {
  if (active_ != nullptr) {
    SwapReport& report = active_->report;
    if (active_->phase == Active::Phase::kShadow) WatchShadow();
    if (active_->phase == Active::Phase::kGate) WatchGate();
    report.lanes.clear();
    for (const LaneSwap& l : active_->lanes) report.lanes.push_back(l.probation->report());
    report.seconds =
        std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - active_->since).count();
    if (active_->phase == Active::Phase::kWatched) Watch();
    // One of these may be the end of it.
    switch (active_->phase) {
      case Active::Phase::kLeavesShadow:
        WatchLeaving();
        break;
      case Active::Phase::kCopies:
        WatchCopy();
        break;
      case Active::Phase::kIsAccepted:
        MakePermanent();
        break;
      case Active::Phase::kRollsBack:
        EndRollBack();
        break;
      default:
        break;
    }
  }
  Retire();
  Publish();
}

void Swaps::Watch() {
  uint64_t batches = 0;
  for (const Probation::Report& lane : active_->report.lanes) {
    batches += lane.batches;
    if (lane.state == Probation::State::kRolledBack) return RollBackAll(lane.why);
  }
  const auto now = Clock::now();
  const bool look = now - active_->looked >= kLook;
  if (look) active_->looked = now;
  const std::string excess = Holdings::Now(host_, look).Excess(active_->held, limits_.memory);
  if (!excess.empty()) return RollBackAll(excess);
  if (now - active_->since < limits_.time || batches < limits_.batches) return;
  std::vector<std::shared_ptr<Probation>> probations;
  for (const LaneSwap& l : active_->lanes) probations.push_back(l.probation);
  if (!Probation::DecideAll(probations)) return;  // one has just gone back
  active_->phase = Active::Phase::kIsAccepted;
  active_->report.step = "record";
  for (const LaneSwap& l : active_->lanes) l.lane->Post([p = l.probation] { p->Accept(); });
}

void Swaps::MakePermanent() {
  const auto& lanes = active_->lanes;
  for (const Probation::Report& lane : active_->report.lanes)
    if (lane.state == Probation::State::kRolledBack) {
      active_->report.note = "only one lane went back, and the others run the new version";
      return Finish(SwapReport::State::kRolledBack, lane.why);
    }
  if (!std::all_of(lanes.begin(), lanes.end(),
                   [](const LaneSwap& l) { return Is(*l.probation, Probation::State::kAccepted); }))
    return;
  const std::string& stage = active_->report.stage;
  Status recorded = GRIOT_FAULT_POINT("swap.record");
  if (recorded.ok()) recorded = record_->Put(stage, *active_->to, *active_->from);
  if (!recorded.ok()) {
    if (!active_->told)
      LogError(stage + ": the swap is not on record yet, and a restart would undo it: " +
               recorded.text + "; it is tried again");
    active_->told = true;
    return;
  }
  host_.pins.Set(stage, active_->to);
  MakeRoom(active_->report.plugin, active_->to);
  LogInfo(stage + " runs " + active_->report.plugin + " " + active_->report.to_version +
          " for good");
  Finish(SwapReport::State::kPermanent, {});
}

void Swaps::EndRollBack() {
  for (const LaneSwap& l : active_->lanes)
    if (!Is(*l.probation, Probation::State::kRolledBack)) return;
  Finish(active_->ends_as, active_->why);
}

void Swaps::Finish(SwapReport::State state, const std::string& why) {
  SwapReport& report = active_->report;
  report.state = state;
  report.why = why;
  report.lanes.clear();
  if (state == SwapReport::State::kRolledBack) ExchangeVoices();
  const bool back = state != SwapReport::State::kPermanent;
  Leaving leaving{report.number, report.stage, {}, back ? active_->to : active_->from};
  for (const LaneSwap& l : active_->lanes) {
    report.lanes.push_back(l.probation->report());
    leaving.generations.push_back(l.probation->leaving());
  }
  if (!back) report.step = "retire";
  leaving_.push_back(std::move(leaving));
  Keep(report);
  active_.reset();
}

void Swaps::Retire() {
  for (Leaving& leaving : leaving_) {
    const std::string path = leaving.library->path(), plugin = leaving.library->plugin().id;
    const auto report = std::find_if(past_.begin(), past_.end(),
                                     [&](const SwapReport& r) { return r.number == leaving.swap; });
    const bool hangs = std::any_of(leaving.generations.begin(), leaving.generations.end(),
                                   [](const auto& g) { return g->abandoned(); });
    std::string stays;
    if (hangs) stays = "a call of it never came back";
    if (const Status fault = GRIOT_FAULT_POINT("swap.retire"); !fault.ok()) stays = fault.text;
    for (const auto& generation : leaving.generations) generation->Destroy();
    if (!stays.empty()) {
      residents::Add(plugin, path, stays);
      KeepForEver(std::move(leaving.generations));
    }
    leaving.generations.clear();
    leaving.library.reset();
    if (const Status fault = GRIOT_FAULT_POINT("swap.verify"); !fault.ok())
      residents::Add(plugin, path, fault.text);
    if (report == past_.end()) continue;
    report->step = "over";
    report->resident = residents::Has(path);
  }
  leaving_.clear();
}

void Swaps::Keep(SwapReport report) {
  host_.metrics
      .Get(GRIOT_COUNTER, "swaps_total", "Swaps of stages, by how they ended",
           {{"stage", report.stage}, {"result", SwapReport::NameOf(report.state)}})
      ->Record(1);
  past_.push_front(std::move(report));
  if (past_.size() > kRemembered) past_.pop_back();
}

SwapReport Swaps::ReportOf(uint64_t number) const {
  if (active_ != nullptr && active_->report.number == number) return active_->report;
  for (const SwapReport& report : past_)
    if (report.number == number) return report;
  return {};
}

std::string Swaps::StatusJson() const {
  std::lock_guard lock(status_mutex_);
  return status_;
}

void Swaps::Publish() {
  std::string out;
  json::Writer<std::string> w(out);
  w.BeginObject().Key("under_way").Bool(UnderWay());
  w.Key("probation_seconds").Uint(static_cast<uint64_t>(limits_.time / std::chrono::seconds(1)));
  w.Key("probation_batches").Uint(limits_.batches);
  w.Key("resident_images").Uint(residents::Count());
  w.Key("mapped_images").Uint(CountMapped(run_dir_)).Key("swaps").BeginArray();
  if (active_ != nullptr) w.Raw(active_->report.Json());
  for (const SwapReport& report : past_) w.Raw(report.Json());
  w.EndArray().EndObject();
  std::lock_guard lock(status_mutex_);
  status_ = std::move(out);
}

}  // namespace griot::host
