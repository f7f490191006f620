#include "host/pipeline/swaps.h"

#include <algorithm>
#include <filesystem>

#include "host/config/recheck.h"
#include "host/loader/images.h"
#include "host/pipeline/fault_point.h"
#include "host/pipeline/state_image.h"
#include "host/pipeline/swaps_active.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

using Clock = std::chrono::steady_clock;

// Versions that could not be unloaded take memory for ever; past so many it is time for a restart.
constexpr size_t kMostResidents = 16;

std::string Named(const SwapPlan& plan) { return plan.plugin + " in " + plan.stage; }

}  // namespace

Swaps::Swaps(Host& host, const std::vector<std::unique_ptr<Pipeline>>& pipelines,
             std::string run_dir)
    : host_(host), pipelines_(pipelines), run_dir_(std::move(run_dir)) {}

Swaps::~Swaps() = default;

void Swaps::Close() {
  active_.reset();
  leaving_.clear();
}

void Swaps::SetLimits(const config::SwapDef& limits) {
  limits_ = {std::chrono::nanoseconds(limits.probation_ns), limits.batches,
             std::chrono::nanoseconds(limits.deadline_ns), limits.memory_bytes};
  Publish();
}

void Swaps::Restore(const config::Definition& definition) {
  std::string trouble;
  record_ = std::make_unique<StageRecord>(host_.data_dir, &trouble);
  if (!trouble.empty()) LogError(trouble);
  const auto recorded = record_->stages();
  for (const config::PipelineDef& pipeline : definition.pipelines) {
    for (const config::StageDef& def : pipeline.transforms) {
      const auto it = recorded.find(pipeline.name + "/" + def.id);
      if (it == recorded.end()) continue;
      const auto& [name, stage] = *it;
      if (def.plugin != stage.plugin) {
        ForgetSwap(name, stage, def.plugin);
        continue;
      }
      const auto installed = host_.catalogue.load()->Find(def.plugin);
      if (installed == nullptr || installed->sha256() == stage.now.sha256) continue;
      std::shared_ptr<const Library> library;
      Status loaded = Library::Load(record_->PathOf(stage.now), run_dir_, &library);
      if (loaded.ok() && library->sha256() != stage.now.sha256)
        loaded = Status::Invalid(record_->PathOf(stage.now) + " has changed since");
      if (!loaded.ok()) {
        LogError(name + " was swapped to " + stage.plugin + " " + stage.now.version +
                 ", which cannot be used: " + loaded.text + "; it runs " +
                 installed->plugin().version + " of the plugins folder");
        continue;
      }
      LogInfo(name + " runs " + stage.plugin + " " + stage.now.version + ", swapped in at " +
              stage.swapped_at + "; the plugins folder has " + installed->plugin().version);
      host_.pins.Set(name, std::move(library));
    }
  }
}

void Swaps::Follow(const config::Definition& definition) {
  SetLimits(definition.swap);
  const auto recorded = record_->stages();
  for (const config::PipelineDef& pipeline : definition.pipelines) {
    for (const config::StageDef& def : pipeline.transforms) {
      const auto it = recorded.find(pipeline.name + "/" + def.id);
      if (it != recorded.end() && it->second.plugin != def.plugin)
        ForgetSwap(it->first, it->second, def.plugin);
    }
  }
}

void Swaps::ForgetSwap(const std::string& name, const RecordedStage& recorded,
                       const std::string& plugin) {
  LogInfo(name + " is " + plugin + " now: its swap to " + recorded.plugin + " " +
          recorded.now.version + " is forgotten");
  host_.pins.Erase(name);
  (void)record_->Erase(name);
}

std::vector<Swaps::LaneSwap> Swaps::Find(const std::string& stage) const {
  std::vector<LaneSwap> found;
  for (const auto& pipeline : pipelines_)
    for (const auto& lane : pipeline->lanes())
      for (const auto& transform : lane->transforms())
        if (transform->name() == stage)
          found.push_back({.lane = lane.get(), .stage = transform.get()});
  return found;
}

Status Swaps::Admit(const std::string& stage, SwapPlan* plan) {
  plan->stage = stage;
  plan->run_dir = run_dir_;
  if (Status fault = GRIOT_FAULT_POINT("swap.admit"); !fault.ok()) return fault;
  if (std::string busy; UnderWay(&busy))
    return Status::Retry("a swap of " + busy + " is not over yet; griot swap --status");
  if (residents::Count() >= kMostResidents)
    return Status::Invalid(std::to_string(residents::Count()) +
                           " old versions could not be unloaded and stay in memory; restart griot "
                           "before the next swap");
  const std::vector<LaneSwap> lanes = Find(stage);
  if (lanes.empty())
    return Status::Invalid("there is no transform " + stage +
                           " here; griot ls shows the stages, and sources, sinks and services "
                           "cannot be swapped");
  plan->plugin = lanes.front().stage->Current()->plugin().id;
  plan->options = lanes.front().stage->spec().options;
  return Status::Ok();
}

Status Swaps::AdmitBack(const std::string& stage, SwapPlan* plan) {
  if (Status admitted = Admit(stage, plan); !admitted.ok()) return admitted;
  const auto& all = record_->stages();
  const auto it = all.find(stage);
  if (it == all.end() || !it->second.before)
    return Status::Invalid("nothing is recorded that ran in " + stage + " before");
  plan->back = true;
  plan->file = record_->PathOf(*it->second.before);
  return Status::Ok();
}

Status Swaps::Try(Preflight& preflight, std::chrono::milliseconds patience, SwapPlan* plan) {
  if (Status fault = GRIOT_FAULT_POINT("swap.stage"); !fault.ok()) return fault;
  if (Status staged = Library::Stage(plan->file, plan->run_dir, &plan->staged); !staged.ok())
    return staged;
  const Status tried = preflight.Check(
      {plan->staged.path, plan->staged.sha256, plan->plugin, plan->stage, plan->options}, patience);
  return tried;
}

SwapReport Swaps::Refuse(const SwapPlan& plan, const std::string& step, const Status& why) {
  std::error_code ignored;
  if (!plan.staged.path.empty()) std::filesystem::remove(plan.staged.path, ignored);
  SwapReport report;
  report.number = ++count_;
  report.stage = plan.stage;
  report.plugin = plan.plugin;
  report.file = plan.file;
  report.to_sha256 = plan.staged.sha256;
  report.step = step;
  report.why = why.text;
  LogWarn("the swap of " + Named(plan) + " to " + plan.file + " is refused (" + step +
          "): " + why.text);
  Keep(report);
  Publish();
  return report;
}

// The image that new stages would be made of goes when no stage is: it would be a third. What the
// store knows of it is a copy.
void Swaps::MakeRoom(const std::string& plugin, const std::shared_ptr<const Library>& now) {
  const Catalogue& catalogue = *host_.catalogue.load();
  const auto installed = catalogue.Find(plugin);
  if (installed == nullptr || installed == now) return;
  if (catalogue.installed().at(plugin).statics == nullptr) return;
  if (installed->plugin().kinds != GRIOT_KIND_TRANSFORM) return;
  for (const auto& pipeline : pipelines_)
    for (const Stage* stage : pipeline->stages())
      if (stage->Current()->shared_library() == installed) return;
  catalogue.Exchange(now);
}

Status Swaps::Load(const SwapPlan& plan, const std::shared_ptr<const Library>& now,
                   std::shared_ptr<const Library>* out, std::string* options) {
  if (Status fault = GRIOT_FAULT_POINT("swap.load"); !fault.ok()) return fault;
  if (now->sha256() == plan.staged.sha256)
    return Status::Invalid("this very file runs there already");
  // What the plugins folder has may be mapped: another image of it would serve nobody.
  *out = host_.catalogue.load()->Find(plan.plugin);
  if (*out != nullptr && (*out)->sha256() == plan.staged.sha256) {
    std::error_code ignored;
    std::filesystem::remove(plan.staged.path, ignored);
  } else {
    out->reset();
    MakeRoom(plan.plugin, now);
    if (Status mapped = Library::Map(plan.staged, out); !mapped.ok()) return mapped;
  }
  const griot_plugin& plugin = (*out)->plugin();
  if (plugin.id != plan.plugin)
    return Status::Invalid("it is the plugin " + std::string(plugin.id) + ", not " + plan.plugin);
  if ((plugin.kinds & GRIOT_KIND_TRANSFORM) == 0) return Status::Invalid("it is no transform");
  if (&plugin == &now->plugin()) return Status::Invalid("the loader gave back what runs already");
  *options = plan.options;
  const std::string wrong = config::RecheckOptions(plugin.options_schema, options);
  return wrong.empty() ? Status::Ok() : Status::Invalid(wrong);
}

Status Swaps::Prepare(const std::shared_ptr<const Library>& library, const std::string& options,
                      std::vector<LaneSwap>* lanes) {
  for (LaneSwap& l : *lanes) {
    l.fresh = l.stage->Make(library, options);
    l.fresh->ctx()->voice.Hold();
    Status status = GRIOT_FAULT_POINT("swap.prepare");
    if (status.ok()) status = l.fresh->Create();
    if (status.ok()) status = l.fresh->Start();
    if (!status.ok()) return status;
    l.probation = std::make_shared<Probation>(*l.stage, l.fresh, limits_);
  }
  return Status::Ok();
}

SwapReport Swaps::Begin(const SwapPlan& plan) {
  SwapPlan again = plan;
  if (Status admitted = Admit(plan.stage, &again); !admitted.ok())
    return Refuse(plan, "admit", admitted);
  if (again.plugin != plan.plugin || again.options != plan.options)
    return Refuse(plan, "admit",
                  Status::Retry("a reload has changed the stage since the new version was tried"));
  std::vector<LaneSwap> lanes = Find(plan.stage);
  const std::shared_ptr<Generation> now = lanes.front().stage->Current();
  auto active = std::make_unique<Active>();
  std::string options;
  if (Status loaded = Load(plan, now->shared_library(), &active->to, &options); !loaded.ok())
    return Refuse(plan, "load", loaded);
  const auto* state = now->Extension<griot_state>(GRIOT_EXT_STATE);
  const griot_plugin& next = active->to->plugin();
  const auto* takes = next.get_extension == nullptr
                          ? nullptr
                          : static_cast<const griot_state*>(next.get_extension(GRIOT_EXT_STATE));
  const Status fits = CanHandOver(state, takes);
  if (!fits.ok() && !plan.back) return Refuse(plan, "state", fits);
  constexpr uint64_t kPure = GRIOT_CAP_PURE;
  const bool pure = (next.capabilities & now->plugin().capabilities & kPure) != 0;
  if (plan.shadow > 0 && (!pure || takes != nullptr))
    return Refuse(plan, "shadow",
                  Status::Unsupported("only versions that declare themselves pure, and keep no "
                                      "state, can be run side by side"));
  if (Status prepared = Prepare(active->to, options, &lanes); !prepared.ok())
    return Refuse(plan, "prepare", prepared);

  SwapReport& report = active->report;
  report.number = ++count_;
  report.stage = plan.stage;
  report.plugin = plan.plugin;
  report.file = plan.file;
  report.from_version = now->plugin().version;
  report.from_sha256 = now->library().sha256();
  report.to_version = next.version;
  report.to_sha256 = plan.staged.sha256;
  if (!fits.ok()) report.note = "it starts without state: " + fits.text;
  active->from = now->shared_library();
  active->lanes = std::move(lanes);
  active->shadow = plan.shadow;
  active->with_state = fits.ok();
  active_ = std::move(active);
  if (plan.shadow > 0) {
    StartShadow();
  } else if (active_->with_state && StateCopy::Fits(now->plugin(), next)) {
    StartCopy();
    WaitForEdges();
  } else {
    TakeOver();
    WaitForEdges();
  }
  Tend();
  return active_ != nullptr ? active_->report : past_.front();
}

}  // namespace griot::host
