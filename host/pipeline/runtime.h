// The running whole: HTTP front, pipelines and services of one definition.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "host/config/definition.h"
#include "host/http/server.h"
#include "host/loader/catalogue.h"
#include "host/pipeline/forgetting.h"
#include "host/pipeline/ledger.h"
#include "host/pipeline/listing.h"
#include "host/pipeline/pipeline.h"
#include "host/pipeline/reload_report.h"
#include "host/pipeline/retirement.h"
#include "host/pipeline/swaps.h"

namespace griot::host {

// Two stages that claim one method and path, or one that griot itself has: INVALID.
Status CheckRoutes(const std::vector<Stage*>& stages);

// For the control thread, but for what says otherwise. One at a time in a process.
class Runtime {
 public:
  // `catalogue` outlives this, also when a reload brings another. `data_dir` exists and is this
  // process's own.
  Runtime(config::Definition definition, const Catalogue& catalogue, std::string data_dir,
          std::string instance_id);
  ~Runtime();

  // Makes every instance, and finds routes that two stages claim; touches nothing outside.
  Status Create();
  Status Start();
  // Stops taking in, waits until what is in flight has settled or the time is over, stops all.
  void Shutdown(std::chrono::milliseconds patience);

  // Goes over to another definition, or stays with all of this one. `catalogue` knows what this
  // one's knew (see Catalogue). While it runs. Refused while a swap is under way.
  ReloadReport Apply(const config::Definition& next, std::shared_ptr<const Catalogue> catalogue);
  void CountReload(bool done);
  const Catalogue& catalogue() const { return *catalogue_; }
  Swaps& swaps() { return swaps_; }

  // To be called a few times a second while it runs: what the settings ask of all stages, what a
  // swap waits for, and what a reload has left to end.
  void Tend();

  // 0 without `http:`.
  uint16_t port() const;
  // The rest from any thread, between Start and Shutdown.
  LedgerReport Ledger() const;
  // As Pipeline::Inject. Without a name: the first that has doors.
  Status Inject(std::string_view pipeline, const std::vector<griot_event>& events,
                std::chrono::milliseconds patience);
  Health& health() { return host_.health; }
  std::string StatusJson() const;
  std::string ListJson() const;
  std::string LoadJson() const;
  // GRIOT_KIND_*; nothing: no stage has this name now.
  std::optional<uint32_t> KindOf(std::string_view stage) const;
  TapHub& taps() { return host_.taps; }

 private:
  friend class Reload;
  Pipeline* FindPipeline(std::string_view name) const;
  void Insert(std::unique_ptr<Pipeline> pipeline, const config::PipelineDef& def,
              const Catalogue& catalogue);
  void UseCatalogue(std::shared_ptr<const Catalogue> catalogue);
  void Retire(std::unique_ptr<Retirement> out);
  void AddOwnRoutes();
  std::string RenderMetrics() const;
  std::vector<Stage*> stages() const;

  config::Definition definition_;
  const Catalogue* catalogue_;
  std::shared_ptr<const Catalogue> own_catalogue_, last_catalogue_;  // of reloads
  Host host_;
  std::unique_ptr<http::Server> http_;
  // Which stages there are: changed by the control thread alone, with all other readers away.
  mutable std::shared_mutex topology_;
  std::vector<std::unique_ptr<Pipeline>> pipelines_;  // those that read a queue first
  std::vector<std::unique_ptr<Stage>> services_;
  std::chrono::steady_clock::time_point started_at_{};
  Forgetting forgetting_;
  Swaps swaps_;
  std::unique_ptr<Retirement> retiring_;
  bool running_ = false;
};

}  // namespace griot::host
