// A pipeline at work: sources, lanes, and the way from starting to having drained.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "host/config/definition.h"
#include "host/loader/catalogue.h"
#include "host/pipeline/lane.h"
#include "host/pipeline/source_port.h"
#include "host/pipeline/source_thread.h"

namespace griot::host {

// For the control thread, but for Inject.
class Pipeline {
 public:
  // `definition` and `catalogue` are read here only; `host` outlives this.
  Pipeline(Host& host, const config::PipelineDef& definition, const Catalogue& catalogue);
  ~Pipeline();

  const std::string& name() const { return name_; }
  // Makes every instance: all that `validate` needs. Problems are prefixed by file:line:col.
  Status Create();
  // From the sinks to the sources, so that nothing arrives before somebody can take it.
  Status Start();

  void Drain();
  bool Drained() const;
  void Stop();

  // Sends events in as a push source would, under a source of their own ("pipeline/replay");
  // waits until they have settled. From any thread but the lanes'.
  Status Inject(const std::vector<griot_event>& events, std::chrono::milliseconds patience);

  // Every instance of every stage, for the ledger and for listings.
  std::vector<Stage*> stages() const;

 private:
  struct Push {
    std::unique_ptr<Stage> stage;
    std::unique_ptr<PushPort> port;
  };
  class Injector;
  Status MakeStage(const config::StageDef& def, uint32_t kind, uint32_t lane, uint32_t lanes,
                   Lane* at, std::unique_ptr<Stage>* out);

  Host& host_;
  const std::string name_;
  const config::PipelineDef definition_;
  const Catalogue& catalogue_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::vector<Push> pushes_;
  std::vector<std::unique_ptr<SourceThread>> pulls_;
  std::unique_ptr<Injector> injector_;
};

}  // namespace griot::host
