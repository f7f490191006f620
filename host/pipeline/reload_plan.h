// What is the same in two definitions, and what is not.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "host/config/definition.h"
#include "host/loader/catalogue.h"
#include "host/pipeline/pins.h"
#include "host/pipeline/reload_report.h"

namespace griot::host {

// Plain data; refers to nothing of what it was made of.
struct ReloadPlan {
  enum class Action { kKeep, kPatch, kReplace, kAdd, kRemove };
  // Of one pipeline. kPatch: some of its stages change while its lanes stay. kReplace: another
  // pipeline takes its place, because its lanes change.
  struct PipelinePlan {
    std::string name;
    Action action;
    std::set<std::string> kept;  // stages, by KeyOf
  };
  std::vector<PipelinePlan> pipelines;
  std::set<std::string> kept_services;  // ids
  std::vector<ReloadReport::Change> changes;
  std::vector<ReloadReport::Refusal> refused;  // if any: nothing may change

  const PipelinePlan& Of(const std::string& pipeline) const;
  static std::string KeyOf(uint32_t kind, const std::string& id);
};

// One side of a comparison: a definition, and the plugins that it means.
struct Defined {
  const config::Definition& definition;
  const Catalogue& catalogue;
};

// `pins`: what swaps have put in, which the plugins folder does not change. `replace`: pipelines
// that are to be replaced as a whole, whatever changes in them.
ReloadPlan PlanReload(const Defined& now, const Defined& next, const Pins& pins,
                      const std::set<std::string>& replace);

}  // namespace griot::host
