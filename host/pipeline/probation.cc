#include "host/pipeline/probation.h"

#include <algorithm>

#include "griot/abi/ext/state_keys.h"
#include "host/pipeline/fault_point.h"
#include "host/pipeline/hand_over.h"
#include "host/pipeline/state_image.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

using Clock = std::chrono::steady_clock;

// So many batches of each before the cost of two versions is compared.
constexpr size_t kEnoughCalls = 20;
// Less than this more a batch is nobody's trouble, whatever the ratio.
constexpr double kLittleNs = 500'000;
// What the batch in the middle must have become slower, too.
constexpr double kSlower = 1.5;
// What a stage may take of a batch's arena.
constexpr size_t kArenaOfBatch = size_t{16} << 20;
constexpr size_t kArenaOfEvent = size_t{64} << 10;
// A share of events that may be declared dead though the old version declared none.
constexpr double kFewDead = 0.02;

// A batch's end that outlives the call it was made for.
struct KeptEnd {
  std::unique_ptr<LiveBatch> batch;
  std::vector<griot_outcome> outcomes;
  std::vector<griot_str> replies;
};

std::shared_ptr<KeptEnd> Keep(const BatchEnd& end) {
  auto kept = std::make_shared<KeptEnd>();
  kept->batch = std::make_unique<LiveBatch>(end.batch.memory());
  kept->batch->CopyFrom(end.batch);
  Arena& arena = kept->batch->arena();
  for (griot_outcome outcome : end.outcomes) {
    outcome.reason = arena.MustCopy(outcome.reason);
    outcome.detail = arena.MustCopy(outcome.detail);
    kept->outcomes.push_back(outcome);
  }
  for (const griot_str& reply : end.replies) kept->replies.push_back(arena.MustCopy(reply));
  return kept;
}

}  // namespace

Probation::Probation(Stage& stage, std::shared_ptr<Generation> fresh, const ProbationLimits& limits)
    : stage_(stage),
      fresh_(std::move(fresh)),
      limits_(limits),
      thread_(std::make_unique<CallThread>()) {}

Probation::~Probation() {
  thread_.reset();
  leaving()->Destroy();
}

Status Probation::Load(StateCopy& copy) {
  return copy.Load(fresh_, /*exact=*/true,
                   [this](std::function<void()> call) { return Call(std::move(call)); });
}

Status Probation::Begin(const std::shared_ptr<Probation>& probation, bool with_state,
                        StateCopy* copy) {
  Probation& p = *probation;
  const auto begun = Clock::now();
  p.old_ = p.stage_.current();
  p.stateful_ = p.old_->Extension<griot_state>(GRIOT_EXT_STATE) != nullptr;
  Status status = GRIOT_FAULT_POINT("swap.handoff");
  HandedOver handed;
  const auto call = [&p](std::function<void()> work) { return p.Call(std::move(work)); };
  if (status.ok() && copy != nullptr)
    status = copy->End(*p.old_, p.fresh_, /*exact=*/true, call, &handed);
  else if (status.ok() && with_state)
    status = HandOver(*p.old_, p.fresh_, /*exact=*/true, call, &handed);
  if (status.ok()) status = GRIOT_FAULT_POINT("swap.publish");
  if (!status.ok()) {
    p.old_.reset();
    return status;
  }
  p.stage_.Replace(p.fresh_);
  p.stage_.SetProbation(probation);
  std::lock_guard lock(p.mutex_);
  const RecentCalls& past = p.stage_.past();
  p.yardstick_ = {past.count(), past.cost(), past.dead_share()};
  p.report_.state = State::kRuns;
  p.report_.records = handed.records;
  p.report_.state_bytes = handed.bytes;
  p.report_.pause = Clock::now() - begun;
  return status;
}

bool Probation::Call(std::function<void()> call) {
  if (thread_->Run(std::move(call), limits_.deadline)) return true;
  fresh_->Abandon();
  return false;
}

bool Probation::Run(std::unique_ptr<LiveBatch>& batch) {
  // Between batches: what was too slow goes before it is given another.
  if (const std::string slow = Slow(); !slow.empty() && MayGoBack()) {
    GoBack(slow, true);
    return false;
  }
  struct Work {
    std::unique_ptr<LiveBatch> copy;
    ProcessCall call;
  };
  const auto work = std::make_shared<Work>();
  work->copy = spare_ != nullptr ? std::move(spare_) : std::make_unique<LiveBatch>(batch->memory());
  LiveBatch& copy = *work->copy;
  copy.CopyFrom(*batch);
  copy.current_stage = copy.arena().MustCopy(Str(stage_.name()));
  copy.ResetVerdicts();
  const size_t arena_before = copy.arena().size();
  if (stateful_)
    for (const griot_event* event : batch->events()) touched_.insert(event->key);
  const bool back =
      Call([work, fresh = fresh_] { work->call = Process(*fresh, work->copy->View()); });
  std::string fault = "a batch did not come back within " +
                      std::to_string(limits_.deadline / std::chrono::milliseconds(1)) + " ms";
  if (back) {
    Status injected = GRIOT_FAULT_POINT("swap.probation");
    fault = Fault(*batch, copy, injected.ok() ? work->call.status : injected, arena_before);
  }
  if (!fault.empty()) {
    // Decided upon, it is what any stage is: a batch that fails is tried again event by event. One
    // that hangs cannot be.
    if (MayGoBack() || !back) GoBack(fault, false);
    return false;
  }
  calls_.Add(work->call.took, copy.verdicts());
  copy.ApplyVerdicts(Str(stage_.name()));
  spare_ = std::move(batch);
  batch = std::move(work->copy);
  std::lock_guard lock(mutex_);
  ++report_.batches;
  report_.events += spare_->size();
  return true;
}

std::string Probation::Fault(const LiveBatch& before, LiveBatch& after, const Status& status,
                             size_t arena_before) const {
  if (!status.ok()) return "it failed a batch: " + status.text;
  const auto silent =
      std::count_if(after.verdicts().begin(), after.verdicts().end(), [](const griot_verdict& v) {
        return v.kind != GRIOT_PASS && v.kind != GRIOT_FILTERED && v.kind != GRIOT_DEAD;
      });
  if (silent > 0)
    return "it lost " + std::to_string(silent) + " of " + std::to_string(before.size()) +
           " events: they had no verdict";
  const size_t took = after.arena().size() - arena_before;
  if (took > kArenaOfBatch && took > kArenaOfEvent * before.size())
    return "it took " + std::to_string(took >> 20) + " MiB for a batch of " +
           std::to_string(before.size()) + " events";
  return {};
}

std::string Probation::Slow() const {
  if (calls_.count() < kEnoughCalls) return {};
  const Yardstick old = yardstick();
  if (const double dead = calls_.dead_share(); dead > kFewDead + 2 * old.dead_share)
    return "it declares " + std::to_string(static_cast<int>(dead * 100)) + " % of events dead";
  if (old.calls < kEnoughCalls) return {};
  const RecentCalls::Cost now = calls_.cost(), past = old.cost;
  const bool twice = now.event_ns > 2 * past.event_ns && now.batch_ns > past.batch_ns + kLittleNs;
  // A machine that has become busier makes some calls much slower, and a slow version most.
  if (!twice || now.middle_ns < kSlower * past.middle_ns) return {};
  return "it takes " + std::to_string(static_cast<int64_t>(now.event_ns)) +
         " ns an event, and the version before took " +
         std::to_string(static_cast<int64_t>(past.event_ns));
}

void Probation::Settled(const griot_settled& table, const BatchEnd& end) {
  const auto kept = Keep(end);
  const bool back = Call([kept, fresh = fresh_, settled = table.settled] {
    const CallGuard::Running running(fresh->calls(), Entry::kSettled);
    settled(fresh->instance(), kept->batch->View(), kept->outcomes.data(), kept->replies.data());
  });
  if (!back) GoBack("it did not come back from settled", false);
}

uint32_t Probation::Tick(const griot_tick& table, griot_time now) {
  const bool back = Call([fresh = fresh_, tick = table.tick, now] {
    const CallGuard::Running running(fresh->calls(), Entry::kTick);
    tick(fresh->instance(), now);
  });
  const uint32_t pause_ms = table.interval_ms;
  if (!back) GoBack("it did not come back from tick", false);
  return pause_ms;
}

void Probation::Forget(const ForgetRequest& request) {
  host::Forget(*old_, request);
  // The request outlives the wait; a call that hangs would need it for longer.
  const auto kept = std::make_shared<ForgetRequest>();
  kept->id = request.id;
  kept->project = request.project;
  kept->identifiers = request.identifiers;
  kept->cutoff = request.cutoff;
  kept->again = false;
  const bool back = Call([kept, fresh = fresh_] { host::Forget(*fresh, *kept); });
  if (kept->again.load()) request.again.store(true);
  if (!back) GoBack("it did not come back from forget", false);
}

void Probation::Accept() {
  if (report().state != State::kDecided) return;
  const std::shared_ptr<Probation> self = stage_.TakeProbation();
  stage_.past() = calls_;
  std::lock_guard lock(mutex_);
  report_.state = State::kAccepted;
}

void Probation::RollBack(const std::string& why) {
  if (MayGoBack()) GoBack(why, true);
}

bool Probation::MayGoBack() {
  std::lock_guard lock(mutex_);
  if (report_.state != State::kRuns) return false;
  report_.state = State::kGoesBack;
  return true;
}

bool Probation::DecideAll(const std::vector<std::shared_ptr<Probation>>& probations) {
  std::vector<std::unique_lock<std::mutex>> locks;
  for (const auto& p : probations) locks.emplace_back(p->mutex_);
  for (const auto& p : probations)
    if (p->report_.state != State::kRuns) return false;
  for (const auto& p : probations) p->report_.state = State::kDecided;
  return true;
}

bool Probation::HandBack() {
  const auto* from = fresh_->Extension<griot_state>(GRIOT_EXT_STATE);
  const auto* to = old_->Extension<griot_state>(GRIOT_EXT_STATE);
  if (from == nullptr || to == nullptr || !CanHandOver(from, to).ok()) return false;
  struct Saved {
    Status status = Status::Ok();
    StateImage image;
  };
  const auto saved = std::make_shared<Saved>();
  const std::vector<uint64_t> keys(touched_.begin(), touched_.end());
  const bool back = Call([saved, keys, fresh = fresh_] {
    const bool knows_keys = fresh->Extension<griot_state_keys>(GRIOT_EXT_STATE_KEYS) != nullptr;
    saved->status =
        knows_keys ? SaveKeys(*fresh, keys, &saved->image) : SaveState(*fresh, &saved->image);
  });
  if (!back || !saved->status.ok()) return false;
  const auto wanted = [this](uint64_t hash) { return touched_.contains(hash); };
  return LoadState(*old_, saved->image, wanted).ok();
}

// Between batches nothing of what the new one touched is under way: it is in the store, or was
// handed back. Within one, what is under way is this batch, which the old one gets next.
void Probation::GoBack(const std::string& why, bool ask_for_state) {
  const auto drop = [this] {
    for (const uint64_t hash : touched_) DropState(*old_, hash);
  };
  size_t dropped = 0;
  if (stateful_) {
    drop();
    if (!ask_for_state || !HandBack()) {
      drop();
      dropped = touched_.size();
    }
  }
  stage_.Replace(old_);
  Log(GRIOT_LOG_ERROR, stage_.name(),
      std::string(fresh_->plugin().version) + " is rolled back: " + why + "; " +
          old_->plugin().version + " serves again");
  const std::shared_ptr<Probation> self = stage_.TakeProbation();
  std::lock_guard lock(mutex_);
  report_.state = State::kRolledBack;
  report_.why = why;
  report_.keys_reloaded = dropped;
}

Probation::Report Probation::report() const {
  std::lock_guard lock(mutex_);
  return report_;
}

void Probation::SetCopyPause(std::chrono::nanoseconds pause) {
  std::lock_guard lock(mutex_);
  report_.copy_pause = pause;
}

Probation::Yardstick Probation::yardstick() const {
  std::lock_guard lock(mutex_);
  return yardstick_;
}

void Probation::SetYardstick(const Yardstick& yardstick) {
  std::lock_guard lock(mutex_);
  yardstick_ = yardstick;
}

std::shared_ptr<Generation> Probation::leaving() {
  return report().state == State::kRolledBack || old_ == nullptr ? fresh_ : old_;
}

}  // namespace griot::host
