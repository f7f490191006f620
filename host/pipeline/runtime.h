// The running whole: HTTP front, pipelines and services of one definition.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "host/config/definition.h"
#include "host/http/server.h"
#include "host/loader/catalogue.h"
#include "host/pipeline/ledger.h"
#include "host/pipeline/pipeline.h"

namespace griot::host {

// For the control thread, but for what says otherwise. One at a time in a process.
class Runtime {
 public:
  // `catalogue` outlives this. `data_dir` exists and is this process's own.
  Runtime(config::Definition definition, const Catalogue& catalogue, std::string data_dir,
          std::string instance_id);
  ~Runtime();

  // Makes every instance, and finds routes that two stages claim; touches nothing outside.
  Status Create();
  Status Start();
  // Stops taking in, waits until what is in flight has settled or the time is over, stops all.
  void Shutdown(std::chrono::milliseconds patience);

  // 0 without `http:`.
  uint16_t port() const;
  // The rest from any thread, between Start and Shutdown.
  LedgerReport Ledger() const;
  Pipeline* FindPipeline(std::string_view name) const;  // empty: the first that has doors
  Health& health() { return host_.health; }
  std::string StatusJson() const;

 private:
  Status CheckRoutes() const;
  void AddOwnRoutes();
  std::string RenderMetrics() const;
  std::vector<Stage*> stages() const;

  const config::Definition definition_;
  const Catalogue& catalogue_;
  Host host_;
  std::unique_ptr<http::Server> http_;
  std::vector<std::unique_ptr<Pipeline>> pipelines_;  // those that read a queue first
  std::vector<std::unique_ptr<Stage>> services_;
  std::chrono::steady_clock::time_point started_at_{};
  bool running_ = false;
};

}  // namespace griot::host
