#include "host/pipeline/reload_plan.h"

#include <algorithm>

#include "host/pipeline/listing.h"
#include "host/pipeline/pipeline.h"

namespace griot::host {
namespace {

using Verb = ReloadReport::Verb;
using Action = ReloadPlan::Action;

template <class Def>
const Def* FindById(const std::vector<Def>& list, const std::string& id) {
  const auto it = std::find_if(list.begin(), list.end(), [&](const Def& d) { return d.id == id; });
  return it == list.end() ? nullptr : &*it;
}

const config::PipelineDef* FindByName(const std::vector<config::PipelineDef>& list,
                                      const std::string& name) {
  const auto it =
      std::find_if(list.begin(), list.end(), [&](const auto& d) { return d.name == name; });
  return it == list.end() ? nullptr : &*it;
}

struct Kind {
  uint32_t kind;
  std::vector<config::StageDef> config::PipelineDef::*stages;
};
constexpr Kind kKinds[] = {{GRIOT_KIND_SOURCE, &config::PipelineDef::sources},
                           {GRIOT_KIND_TRANSFORM, &config::PipelineDef::transforms},
                           {GRIOT_KIND_SINK, &config::PipelineDef::sinks}};

class Planner {
 public:
  Planner(const Defined& now, const Defined& next, const Pins& pins,
          const std::set<std::string>& replace)
      : now_(now), next_(next), pins_(pins), replace_(replace) {}

  ReloadPlan Run() {
    Frame();
    for (const config::PipelineDef& next : next_.definition.pipelines) {
      const auto* now = FindByName(now_.definition.pipelines, next.name);
      now == nullptr ? Whole(next, Action::kAdd, Verb::kAdded) : Compare(*now, next);
    }
    for (const config::PipelineDef& now : now_.definition.pipelines)
      if (FindByName(next_.definition.pipelines, now.name) == nullptr)
        Whole(now, Action::kRemove, Verb::kRemoved);
    Services();
    return std::move(plan_);
  }

 private:
  // What the process as a whole is made with.
  void Frame() {
    const auto& a = now_.definition.http;
    const auto& b = next_.definition.http;
    const bool same =
        a.has_value() == b.has_value() &&
        (!a || (a->address == b->address && a->port == b->port && a->workers == b->workers &&
                a->trusted_proxies == b->trusted_proxies));
    if (!same)
      plan_.refused.push_back({b && b->at.line > 0 ? config::ToString(b->at) : "http",
                               "`http` cannot change while griot runs: its listener would close; "
                               "restart griot for that"});
    const uint64_t now = now_.definition.memory_bytes, next = next_.definition.memory_bytes;
    if (now != next)
      Say(Verb::kChanged, "memory", std::to_string(next >> 20) + " MiB",
          "was " + std::to_string(now >> 20) + " MiB");
  }

  void Say(Verb verb, const char* what, const std::string& name, std::string why = {}) {
    plan_.changes.push_back({verb, what, name, std::move(why)});
  }

  // Why a stage cannot go on as it is; empty: it can. `transform`: its name, if it is one.
  std::string Difference(const config::StageDef& now, const config::StageDef& next,
                         const std::string& transform = {}) const {
    if (now.plugin != next.plugin) return "plugin was " + now.plugin + ", is " + next.plugin;
    if (pins_.VersionOf(transform, now.plugin, now_.catalogue) !=
        pins_.VersionOf(transform, next.plugin, next_.catalogue))
      return "its plugin's file has changed";
    if (now.options_json != next.options_json) return "options";
    if (now.files != next.files) return "a file that its options name has changed";
    if (now.required != next.required) return "mode";
    const auto library = pins_.Find(transform, next.plugin, next_.catalogue);
    if ((library->plugin().capabilities & GRIOT_CAP_LEDGER) != 0 && PluginsDiffer())
      return "there are other plugins, whose tables it keeps";
    return {};
  }

  bool PluginsDiffer() const {
    const auto &now = now_.catalogue.installed(), &next = next_.catalogue.installed();
    return !std::equal(
        now.begin(), now.end(), next.begin(), next.end(),
        [](const auto& a, const auto& b) { return a.second.sha256 == b.second.sha256; });
  }

  void Whole(const config::PipelineDef& def, Action action, Verb verb,
             const std::string& why = {}) {
    plan_.pipelines.push_back({def.name, action, {}});
    Say(verb, "pipeline", def.name, why);
    for (const Kind& k : kKinds)
      for (const config::StageDef& stage : def.*k.stages) {
        const std::string name = def.name + "/" + stage.id;
        const bool anew =
            action == Action::kReplace && k.kind == GRIOT_KIND_TRANSFORM && KeepsState(name, stage);
        Say(verb, "stage", name, anew ? why + "; what it keeps is read from the store again" : why);
      }
  }

  bool KeepsState(const std::string& name, const config::StageDef& stage) const {
    const griot_plugin& plugin = pins_.Find(name, stage.plugin, next_.catalogue)->plugin();
    return plugin.get_extension != nullptr && plugin.get_extension(GRIOT_EXT_STATE) != nullptr;
  }

  void Compare(const config::PipelineDef& now, const config::PipelineDef& next) {
    const unsigned lanes = LaneCount(now, now_.catalogue),
                   wanted = LaneCount(next, next_.catalogue);
    if (lanes != wanted)
      return Replace(now, next,
                     "has " + std::to_string(wanted) + " lanes, had " + std::to_string(lanes));
    if (replace_.contains(next.name))
      return Replace(now, next, "its sinks change, and the old ones take nothing");
    ReloadPlan::PipelinePlan plan{next.name, Action::kKeep, {}};
    bool patch = false;
    for (const Kind& k : kKinds) patch |= CompareStages(now, next, k, &plan);
    if (patch) plan.action = Action::kPatch;
    plan_.pipelines.push_back(std::move(plan));
    Say(patch ? Verb::kChanged : Verb::kKept, "pipeline", next.name);
  }

  // True: something is to be done.
  bool CompareStages(const config::PipelineDef& now, const config::PipelineDef& next, const Kind& k,
                     ReloadPlan::PipelinePlan* plan) {
    bool differs = false;
    std::vector<std::string> order_now, order_next;
    for (const config::StageDef& stage : next.*k.stages) {
      const std::string name = next.name + "/" + stage.id;
      const config::StageDef* before = FindById(now.*k.stages, stage.id);
      const std::string transform = k.kind == GRIOT_KIND_TRANSFORM ? name : "";
      const std::string why = before == nullptr ? "" : Difference(*before, stage, transform);
      if (before != nullptr && why.empty()) {
        plan->kept.insert(ReloadPlan::KeyOf(k.kind, stage.id));
        order_next.push_back(stage.id);
        Say(Verb::kKept, "stage", name);
        continue;
      }
      differs = true;
      before == nullptr ? Say(Verb::kAdded, "stage", name)
                        : Say(Verb::kChanged, "stage", name, why);
    }
    for (const config::StageDef& stage : now.*k.stages) {
      if (FindById(next.*k.stages, stage.id) == nullptr) {
        differs = true;
        Say(Verb::kRemoved, "stage", now.name + "/" + stage.id);
      } else if (plan->kept.contains(ReloadPlan::KeyOf(k.kind, stage.id))) {
        order_now.push_back(stage.id);
      }
    }
    return differs || order_now != order_next;
  }

  void Replace(const config::PipelineDef& now, const config::PipelineDef& next,
               const std::string& why) {
    Whole(next, Action::kReplace, Verb::kChanged, why);
    for (const Kind& k : kKinds)
      for (const config::StageDef& stage : now.*k.stages)
        if (FindById(next.*k.stages, stage.id) == nullptr)
          Say(Verb::kRemoved, "stage", now.name + "/" + stage.id);
  }

  void Services() {
    for (const config::StageDef& next : next_.definition.services) {
      const config::StageDef* now = FindById(now_.definition.services, next.id);
      const std::string why = now == nullptr ? "" : Difference(*now, next);
      if (now == nullptr) {
        Say(Verb::kAdded, "service", next.id);
      } else if (!why.empty()) {
        Say(Verb::kChanged, "service", next.id, why);
      } else {
        plan_.kept_services.insert(next.id);
        Say(Verb::kKept, "service", next.id);
      }
    }
    for (const config::StageDef& now : now_.definition.services)
      if (FindById(next_.definition.services, now.id) == nullptr)
        Say(Verb::kRemoved, "service", now.id);
  }

  const Defined now_, next_;
  const Pins& pins_;
  const std::set<std::string>& replace_;
  ReloadPlan plan_;
};

}  // namespace

const ReloadPlan::PipelinePlan& ReloadPlan::Of(const std::string& pipeline) const {
  return *std::find_if(pipelines.begin(), pipelines.end(),
                       [&](const PipelinePlan& p) { return p.name == pipeline; });
}

std::string ReloadPlan::KeyOf(uint32_t kind, const std::string& id) {
  return std::string(KindName(kind)) + " " + id;
}

ReloadPlan PlanReload(const Defined& now, const Defined& next, const Pins& pins,
                      const std::set<std::string>& replace) {
  return Planner(now, next, pins, replace).Run();
}

}  // namespace griot::host
