#include "host/pipeline/reload.h"

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "host/http/server.h"
#include "host/pipeline/gate.h"
#include "host/pipeline/http_bridge.h"
#include "host/pipeline/stage_maker.h"

namespace griot::host {
namespace {

using Action = ReloadPlan::Action;
using Clock = std::chrono::steady_clock;

// How long a batch may take, and who reads the ledger meanwhile. Past it griot goes on as it was.
constexpr auto kPatience = std::chrono::seconds(10);
// How long lanes are waited for to copy what their stages keep, which is only to save time later.
constexpr auto kCopyPatience = std::chrono::seconds(1);
// How long lanes may stand for a reader.
constexpr auto kMoment = std::chrono::milliseconds(50);

// Tried again and again, because GCC 12's ThreadSanitizer does not see pthread_rwlock_clockwrlock,
// which a timed lock is: what this guards would look unguarded.
bool LockUntil(std::unique_lock<std::shared_mutex>& lock, Clock::time_point deadline) {
  while (!lock.try_lock()) {
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  return true;
}

}  // namespace

Reload::Reload(Runtime& runtime, const config::Definition& next,
               std::shared_ptr<const Catalogue> catalogue)
    : runtime_(runtime),
      next_(next),
      catalogue_(std::move(catalogue)),
      out_(std::make_unique<Retirement>()) {}

Reload::~Reload() {
  if (!committed_) runtime_.host_.catalogue = runtime_.catalogue_;
}

ReloadReport Reload::Run(const std::set<std::string>& replace) {
  plan_ = PlanReload({runtime_.definition_, *runtime_.catalogue_}, {next_, *catalogue_},
                     runtime_.host_.pins, replace);
  ReloadReport report;
  report.changes = plan_.changes;
  report.refused = plan_.refused;
  report.faulty = !report.ok();
  if (!report.ok()) return report;
  // Those that keep tables for others look at all plugins when they are made.
  runtime_.host_.catalogue = catalogue_.get();
  Status status = Create();
  if (!status.ok()) {
    report.refused.push_back({"", status.text});
    report.faulty = true;
    return report;
  }
  if (status = Start(); status.ok()) status = CopyState();
  if (status.ok()) status = Commit(&report);
  if (!status.ok()) report.refused.push_back({"", status.text});
  return report;
}

Status Reload::Create() {
  Status status = CreatePipelines();
  if (status.ok()) status = CreateServices();
  if (!status.ok()) return status;
  for (const auto& change : changes_) {
    const auto fresh = change->fresh(), going = change->going();
    fresh_.insert(fresh_.end(), fresh.begin(), fresh.end());
    going_.insert(going_.end(), going.begin(), going.end());
  }
  for (const auto& pipeline : pipelines_)
    for (Stage* stage : pipeline->stages()) fresh_.push_back(stage);
  for (const auto& service : services_) fresh_.push_back(service.get());
  for (const auto& pipeline : runtime_.pipelines_) {
    const Action action = plan_.Of(pipeline->name()).action;
    if (action != Action::kReplace && action != Action::kRemove) continue;
    for (Stage* stage : pipeline->stages()) going_.push_back(stage);
  }
  for (const auto& service : runtime_.services_)
    if (!plan_.kept_services.contains(service->id())) going_.push_back(service.get());
  std::vector<Stage*> all = runtime_.stages();
  std::erase_if(all, [this](Stage* stage) {
    return std::find(going_.begin(), going_.end(), stage) != going_.end();
  });
  all.insert(all.end(), fresh_.begin(), fresh_.end());
  return CheckRoutes(all);
}

Status Reload::CreatePipelines() {
  for (const config::PipelineDef& def : next_.pipelines) {
    const ReloadPlan::PipelinePlan& plan = plan_.Of(def.name);
    if (plan.action == Action::kKeep) continue;
    if (plan.action == Action::kPatch) {
      changes_.push_back(
          std::make_unique<PipelineChange>(*runtime_.FindPipeline(def.name), def, plan));
      Status s = changes_.back()->Create(runtime_.host_, *catalogue_);
      if (!s.ok()) return s;
      continue;
    }
    pipelines_.push_back(std::make_unique<Pipeline>(runtime_.host_, def, *catalogue_));
    if (Status s = pipelines_.back()->Create(/*hold=*/true); !s.ok()) return s;
  }
  return Status::Ok();
}

Status Reload::CreateServices() {
  const StageMaker maker{runtime_.host_, *catalogue_, {}, 1, true};
  for (const config::StageDef& def : next_.services) {
    if (plan_.kept_services.contains(def.id)) continue;
    auto& service = services_.emplace_back();
    Status s = maker.Make(def, GRIOT_KIND_SERVICE, 0, nullptr, &service);
    if (!s.ok()) return s;
  }
  return Status::Ok();
}

// Sinks last: what they touch outside (tables, a queue) is touched when all others have started.
Status Reload::Start() {
  for (const bool sinks : {false, true})
    for (Stage* stage : fresh_)
      if ((stage->kind() == GRIOT_KIND_SINK) == sinks)
        if (Status s = stage->Start(); !s.ok()) return s;
  return Status::Ok();
}

// A lane that is busy for too long keeps its state for Commit, which will say so.
Status Reload::CopyState() {
  const auto deadline = Clock::now() + kCopyPatience;
  const std::chrono::nanoseconds patience(next_.swap.deadline_ns);
  for (const auto& change : changes_)
    if (Status s = change->CopyState(deadline, patience); !s.ok()) return s;
  return Status::Ok();
}

Status Reload::Commit(ReloadReport* report) {
  const auto deadline = Clock::now() + kPatience;
  std::vector<Lane*> lanes;
  for (const auto& change : changes_)
    for (const auto& lane : change->pipeline().lanes()) lanes.push_back(lane.get());
  Gate gate(std::move(lanes));
  std::unique_lock topology(runtime_.topology_, std::defer_lock);
  auto began = Clock::now();
  while (true) {
    if (const Lane* lane = gate.Close(deadline); lane != nullptr) {
      if (SinksChange(lane->pipeline())) stuck_ = lane->pipeline();
      return Status::Retry("a batch of pipeline " + lane->pipeline() +
                           " has not ended in time: do its sinks take anything (/health/ready)?");
    }
    if (LockUntil(topology, Clock::now() + kMoment)) break;
    // Lanes must not stand while somebody reads the ledger, nor readers wait for a slow batch.
    gate.Open();
    if (!LockUntil(topology, deadline))
      return Status::Retry("a listing or the ledger is being read for too long; try again");
    topology.unlock();
    began = Clock::now();
  }
  const std::chrono::nanoseconds hand_over(next_.swap.deadline_ns);
  for (const auto& change : changes_)
    if (Status s = change->HandOver(hand_over, &report->changes); !s.ok()) return s;
  if (Status s = ExchangeRoutes(); !s.ok()) return s;
  // From here on nothing fails.
  committed_ = true;
  ExchangeVoices();
  ExchangeStages();
  ExchangePipelines();
  ExchangeServices();
  runtime_.host_.memory.SetBudget(next_.memory_bytes);
  runtime_.definition_ = next_;
  runtime_.UseCatalogue(catalogue_);
  gate.Open();
  std::chrono::nanoseconds stood = Clock::now() - began;
  for (const auto& change : changes_) stood = std::max(stood, change->copy_pause());
  report->pause_ms = std::chrono::duration<double, std::milli>(stood).count();
  topology.unlock();
  runtime_.Retire(std::move(out_));
  return Status::Ok();
}

Status Reload::ExchangeRoutes() {
  std::vector<uint64_t> gone;
  std::vector<http::Route> added;
  for (const Stage* stage : going_)
    gone.insert(gone.end(), stage->ctx()->routes.begin(), stage->ctx()->routes.end());
  for (const Stage* stage : fresh_)
    added.insert(added.end(), stage->ctx()->wanted_routes.begin(),
                 stage->ctx()->wanted_routes.end());
  // Before anybody can come in by the new routes.
  for (const auto& change : changes_) change->OpenDoors();
  for (const auto& pipeline : pipelines_) pipeline->OpenDoors();
  if (runtime_.http_ == nullptr) return Status::Ok();
  const auto ids = runtime_.http_->ReplaceRoutes(gone, std::move(added), &out_->routes);
  if (!ids.ok()) return Status::Invalid(ids.error());
  size_t next = 0;
  for (Stage* stage : fresh_)
    for (size_t i = 0; i < stage->ctx()->wanted_routes.size(); ++i)
      stage->ctx()->routes.push_back(ids.value()[next++]);
  for (Stage* stage : going_) {
    stage->ctx()->routes.clear();
    runtime_.host_.heard.Close(stage->name());
  }
  for (Stage* stage : fresh_) TellDoor(stage->ctx());
  return Status::Ok();
}

void Reload::ExchangeVoices() {
  for (Stage* stage : going_) {
    stage->ctx()->voice.Silence();
    runtime_.host_.health.Forget(stage->name());
  }
  for (Stage* stage : fresh_)
    stage->ctx()->voice.Speak(runtime_.host_.health, stage->name(), stage->required());
}

void Reload::ExchangeStages() {
  for (const auto& change : changes_) change->Commit(out_.get());
}

void Reload::ExchangePipelines() {
  std::vector<std::unique_ptr<Pipeline>> before;
  before.swap(runtime_.pipelines_);
  for (const config::PipelineDef& def : next_.pipelines) {
    const Action action = plan_.Of(def.name).action;
    const bool runs = action == Action::kKeep || action == Action::kPatch;
    auto& from = runs ? before : pipelines_;
    auto it = std::find_if(from.begin(), from.end(),
                           [&](const auto& p) { return p != nullptr && p->name() == def.name; });
    if (action == Action::kAdd) (*it)->Go();
    if (action == Action::kReplace) out_->then_goes.push_back(it->get());
    runtime_.Insert(std::move(*it), def, *catalogue_);
  }
  for (auto& pipeline : before)
    if (pipeline != nullptr) out_->pipelines.push_back(std::move(pipeline));
}

void Reload::ExchangeServices() {
  std::vector<std::unique_ptr<Stage>> before;
  before.swap(runtime_.services_);
  for (const config::StageDef& def : next_.services) {
    auto& from = plan_.kept_services.contains(def.id) ? before : services_;
    auto it = std::find_if(from.begin(), from.end(),
                           [&](const auto& s) { return s != nullptr && s->id() == def.id; });
    runtime_.services_.push_back(std::move(*it));
  }
  for (auto& service : before)
    if (service != nullptr) out_->services.push_back(std::move(service));
}

bool Reload::SinksChange(const std::string& pipeline) const {
  const auto of_it = [&](const auto& change) {
    const std::string& name = change.name;
    return change.verb != ReloadReport::Verb::kKept && name.starts_with(pipeline + "/");
  };
  const auto& pipelines = runtime_.definition_.pipelines;
  const auto def = std::find_if(pipelines.begin(), pipelines.end(),
                                [&](const auto& p) { return p.name == pipeline; });
  return std::any_of(plan_.changes.begin(), plan_.changes.end(), [&](const auto& change) {
    return of_it(change) &&
           std::any_of(def->sinks.begin(), def->sinks.end(),
                       [&](const auto& sink) { return change.name == pipeline + "/" + sink.id; });
  });
}

}  // namespace griot::host
