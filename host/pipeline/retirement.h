// What a reload took away, on its way out: it finishes what it took in, and then ends.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "host/http/route.h"
#include "host/pipeline/pipeline.h"

namespace griot::host {

// For the control thread. Nobody else can reach any of it any more, but lanes that settle.
class Retirement {
 public:
  // Filled by who takes things away, before Begin.
  std::vector<std::shared_ptr<http::RouteEntry>> routes;
  std::vector<PushSource> pushes;
  std::vector<std::unique_ptr<SourceThread>> pulls;
  std::vector<std::unique_ptr<Stage>> stages;  // of no lane any more
  std::vector<std::unique_ptr<Stage>> services;
  std::vector<std::unique_ptr<Pipeline>> pipelines;
  // What begins when all this has ended, so that one partition never has two readers here, and
  // what came later never overtakes.
  std::vector<SourceThread*> then_polls;
  std::vector<Pipeline*> then_goes;

  ~Retirement() { End(); }
  // Lets nothing new in. Returns when no handler of the old routes runs.
  void Begin(std::chrono::milliseconds patience);
  // True: all has settled, or the time is over and what is left may be given back.
  bool Done() const;
  // Stops and destroys it, and starts what waited for that. Stages that lanes may still settle to
  // (`pushes` and `pulls` that are not Done) only after those lanes have stopped.
  void End();
  // Names, for people.
  std::string Names() const;

 private:
  std::chrono::steady_clock::time_point deadline_{};
};

}  // namespace griot::host
