// A pipeline at work: sources, lanes, and the way from starting to having drained.
#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "host/config/definition.h"
#include "host/loader/catalogue.h"
#include "host/pipeline/lane.h"
#include "host/pipeline/source_port.h"
#include "host/pipeline/source_thread.h"

namespace griot::host {

// How many lanes a pipeline of this definition has.
unsigned LaneCount(const config::PipelineDef& definition, const Catalogue& catalogue);

// For the control thread, but for Inject.
class Pipeline {
 public:
  // `host` outlives this, and `catalogue` Create.
  Pipeline(Host& host, const config::PipelineDef& definition, const Catalogue& catalogue);
  ~Pipeline();

  const std::string& name() const { return name_; }
  // Makes every instance: all that `validate` needs. Problems are prefixed by file:line:col.
  // `hold`: it takes its place later, and its stages are no news until then.
  Status Create(bool hold = false);
  // From the sinks to the sources, so that nothing arrives before somebody can take it.
  Status Start();
  // The last parts of Start, for a pipeline that takes another's place: doors open, and what comes
  // waits; lanes and queues begin.
  void OpenDoors();
  void Go();

  // Tells every stage, each on its own thread; returns before they have done it.
  void Forget(const std::shared_ptr<const ForgetRequest>& request);

  void Drain();
  bool Drained() const;
  void Stop();

  // Sends events in as a push source would, under a source of their own ("pipeline/replay");
  // waits until they have settled. From any thread but the lanes'.
  Status Inject(const std::vector<griot_event>& events, std::chrono::milliseconds patience);
  // The first half of it: *end tells the rest, also when the pipeline has gone meanwhile.
  Status Offer(const std::vector<griot_event>& events, std::future<Status>* end);

  // Every instance of every stage, for the ledger and for listings.
  std::vector<Stage*> stages() const;
  const std::vector<std::unique_ptr<Lane>>& lanes() const { return lanes_; }
  // Those of the sources.
  std::vector<const SourcePort*> ports() const;

 private:
  friend class PipelineChange;  // exchanges some of the stages of one that runs
  class Injector;

  Host& host_;
  const std::string name_;
  config::PipelineDef definition_;
  const Catalogue& catalogue_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::vector<PushSource> pushes_;
  std::vector<std::unique_ptr<SourceThread>> pulls_;
  std::unique_ptr<Injector> injector_;
};

}  // namespace griot::host
