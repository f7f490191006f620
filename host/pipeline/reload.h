// From one definition to another while everything runs: all of it, or nothing.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "host/config/definition.h"
#include "host/pipeline/pipeline_change.h"
#include "host/pipeline/runtime.h"

namespace griot::host {

// One attempt (docs/reload.md says what happens in which order). For the control thread.
class Reload {
 public:
  // `next` was checked against `catalogue`, which has taken over what the runtime's had and has not
  // changed.
  Reload(Runtime& runtime, const config::Definition& next,
         std::shared_ptr<const Catalogue> catalogue);
  // What was made and not committed leaves no trace.
  ~Reload();

  // `replace`: pipelines that are to be replaced as a whole.
  ReloadReport Run(const std::set<std::string>& replace);
  // After a Run that failed: the pipeline whose lane did not come to a batch edge in time although
  // its sinks would change. To be replaced, then. Empty: none.
  const std::string& stuck() const { return stuck_; }

 private:
  Status Create();
  Status CreatePipelines();
  Status CreateServices();
  Status Start();
  Status CopyState();
  Status Commit(ReloadReport* report);
  Status ExchangeRoutes();
  void ExchangeStages();
  void ExchangeVoices();
  void ExchangePipelines();
  void ExchangeServices();
  bool SinksChange(const std::string& pipeline) const;

  Runtime& runtime_;
  const config::Definition& next_;
  const std::shared_ptr<const Catalogue> catalogue_;
  ReloadPlan plan_;
  std::vector<std::unique_ptr<PipelineChange>> changes_;
  std::vector<std::unique_ptr<Pipeline>> pipelines_;  // new as a whole
  std::vector<std::unique_ptr<Stage>> services_;      // new
  std::vector<Stage*> fresh_, going_;  // stages of all of these, and of those they replace
  std::unique_ptr<Retirement> out_;
  std::string stuck_;
  bool committed_ = false;
};

}  // namespace griot::host
