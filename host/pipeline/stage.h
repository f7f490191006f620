// A place in a pipeline, and the generation of a plugin that fills it.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "host/pipeline/generation.h"
#include "host/pipeline/recent_calls.h"
#include "host/pipeline/stage_load.h"

namespace griot::host {

class Probation;
class Shadow;
class StateCopy;

// Keeps its name while what fills it is replaced. Life cycle on the control thread only. Only a
// transform is ever replaced, on its lane's thread: there, and for stages of other kinds, what is
// asked of the stage is asked of its generation; other threads ask Current() first.
class Stage {
 public:
  Stage(Host& host, std::shared_ptr<const Library> library, uint32_t kind, StageSpec spec,
        uint32_t lane, uint32_t lanes, Lane* at);
  Stage(const Stage&) = delete;
  ~Stage();

  Status Create() { return current_->Create(); }
  // Its routes stay closed: see OpenRoutes.
  Status Start() { return current_->Start(); }
  void Drain() { current_->Drain(); }
  void GiveUpWaiting();
  // Takes its routes away, then stops it. No call of the plugin runs after this, but Destroy.
  void Stop();

  const StageSpec& spec() const { return spec_; }
  const std::string& name() const { return spec_.name; }
  const std::string& id() const { return spec_.id; }
  bool required() const { return spec_.required; }
  uint32_t kind() const { return spec_.kind; }
  const griot_plugin& plugin() const { return current_->plugin(); }
  griot_instance* instance() const { return current_->instance(); }
  CallGuard& calls() { return current_->calls(); }
  // What was done here, by whichever generation; the lane's thread adds to it.
  StageLoad& load() { return load_; }
  griot_ctx* ctx() { return current_->ctx(); }
  const griot_ctx* ctx() const { return current_->ctx(); }
  bool Has(uint64_t capability) const { return current_->Has(capability); }
  template <class Table>
  const Table* Extension(const char* id) const {
    return current_->Extension<Table>(id);
  }

  const std::shared_ptr<Generation>& current() const { return current_; }
  // What its calls have been like lately. [lane-thread]
  RecentCalls& past() { return past_; }

  // [thread-safe]
  std::shared_ptr<Generation> Current() const;
  // Another one for this place, not created yet. [control-thread]
  std::shared_ptr<Generation> Make(std::shared_ptr<const Library> library, std::string options);
  // Puts `next` in, between batches; gives back what was there. [lane-thread]
  std::shared_ptr<Generation> Replace(std::shared_ptr<Generation> next);

  // What watches a new generation, or nullptr. [lane-thread]
  Probation* probation() const { return probation_.get(); }
  void SetProbation(std::shared_ptr<Probation> probation) { probation_ = std::move(probation); }
  std::shared_ptr<Probation> TakeProbation() { return std::move(probation_); }
  // What works beside it, or nullptr. [lane-thread]
  const std::shared_ptr<Shadow>& shadow() const { return shadow_; }
  void SetShadow(std::shared_ptr<Shadow> shadow) { shadow_ = std::move(shadow); }
  // What copies its state, or nullptr. [lane-thread]
  const std::shared_ptr<StateCopy>& copy() const { return copy_; }
  void SetCopy(std::shared_ptr<StateCopy> copy) { copy_ = std::move(copy); }

 private:
  Host& host_;
  const StageSpec spec_;
  Lane* const lane_;
  mutable std::mutex mutex_;  // of current_, for those who are not on the lane's thread
  std::shared_ptr<Generation> current_;
  std::shared_ptr<Probation> probation_;
  std::shared_ptr<Shadow> shadow_;
  std::shared_ptr<StateCopy> copy_;
  RecentCalls past_;
  StageLoad load_;
};

}  // namespace griot::host
