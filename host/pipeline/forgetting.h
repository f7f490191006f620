// People who are forgotten (docs/forget.md): the settings name them while it lasts, and every
// instance of every stage is told (griot.forget/1), so that no cache and no store of a plugin's own
// keeps them.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "griot/abi/types.h"
#include "griot/uuid.hpp"

namespace griot::host {

class Generation;
class Pipeline;
class Settings;
class Stage;

// One request. Unchanging, but for `again`; shared by the threads that carry it out.
struct ForgetRequest {
  Uuid id;
  std::string project;
  std::vector<std::pair<std::string, std::string>> identifiers;  // type, value
  griot_time cutoff = 0;
  mutable std::atomic<bool> again{true};  // to be handed to all: not yet, or a stage asked for time
};

// Tells one stage, if it keeps anything of people. On the thread that griot.forget/1 names, between
// other calls of the stage.
void Forget(Stage& stage, const ForgetRequest& request);
void Forget(Generation& generation, const ForgetRequest& request);

// For the control thread.
class Forgetting {
 public:
  // Hands requests that are new, or that a stage could not do yet, to all stages. To be called now
  // and then; costs an atomic read while the settings stay as they are.
  void Tend(Settings& settings, const std::vector<std::unique_ptr<Pipeline>>& pipelines,
            const std::vector<std::unique_ptr<Stage>>& services);

 private:
  void Read(Settings& settings);

  uint64_t version_ = 0;
  std::set<std::string> known_;  // ids; of requests that are done they are in no settings any more
  std::vector<std::shared_ptr<ForgetRequest>> open_;
};

}  // namespace griot::host
