// One instance of a plugin at work: created, started, drained, stopped, destroyed in that order.
//
// A stage is a place in a pipeline; a generation is what fills it now. A swap puts another one in.
#pragma once

#include <memory>
#include <string>

#include "griot/abi.h"
#include "griot/cpp/status.hpp"
#include "host/loader/library.h"
#include "host/pipeline/host.h"

namespace griot::host {

// A stage as configured.
struct StageSpec {
  std::string name;  // "pipeline/id"; a service: "services/id"
  std::string pipeline;
  std::string id;
  std::string options;  // JSON
  bool required = true;
  std::string shown = {};      // the options as they may be shown: without secrets
  std::string variables = {};  // "${A}, ${B}": what stands in them
  // Filled in by the stage:
  uint32_t kind = 0;  // GRIOT_KIND_*
  uint32_t lane = 0, lanes = 1;
};

// Owns the plugin's instance and keeps its library loaded. Life cycle on the control thread only;
// what describes the plugin may be read from any thread.
class Generation {
 public:
  // `host` and `at` outlive this.
  Generation(Host& host, std::shared_ptr<const Library> library, StageSpec spec, Lane* at);
  Generation(const Generation&) = delete;
  ~Generation() { Destroy(); }

  Status Create();
  // Its routes stay closed: see OpenRoutes.
  Status Start();
  void Drain();
  // Tells a call that waits for something to give up (griot_host.stopping), so that its thread can
  // be joined before Stop.
  void GiveUpWaiting() { ctx_.stopping.store(true); }
  // Takes its routes away, then stops it. No call of the plugin runs after this, but Destroy.
  void Stop();
  // Stops it, and ends the instance. Whoever still holds this can read the descriptor.
  void Destroy();
  // A call of it never came back: neither the instance nor its library can ever go.
  void Abandon() { abandoned_ = true; }
  bool abandoned() const { return abandoned_; }

  const std::string& name() const { return ctx_.stage; }
  bool required() const { return ctx_.required; }
  const Library& library() const { return *library_; }
  const std::shared_ptr<const Library>& shared_library() const { return library_; }
  const griot_plugin& plugin() const { return library_->plugin(); }
  // For calls of the plugin, each under a CallGuard::Running of calls().
  griot_instance* instance() const { return instance_; }
  CallGuard& calls() { return ctx_.calls; }
  griot_ctx* ctx() { return &ctx_; }
  bool Has(uint64_t capability) const { return (plugin().capabilities & capability) != 0; }
  // An extension of the plugin, or nullptr.
  template <class Table>
  const Table* Extension(const char* id) const {
    if (plugin().get_extension == nullptr) return nullptr;
    return static_cast<const Table*>(plugin().get_extension(id));
  }

 private:
  const griot_lifecycle& life() const;

  std::shared_ptr<const Library> library_;
  const StageSpec spec_;
  griot_ctx ctx_;
  griot_instance* instance_ = nullptr;
  bool abandoned_ = false;
  enum class State { kNew, kCreated, kStarted, kStopped } state_ = State::kNew;
};

}  // namespace griot::host
