// One instance of a plugin at work: created, started, drained, stopped, destroyed in that order.
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
};

// Owns the plugin's instance and keeps its library loaded. Life cycle on the control thread only.
class Stage {
 public:
  Stage(Host& host, std::shared_ptr<const Library> library, uint32_t kind, const StageSpec& spec,
        uint32_t lane, uint32_t lanes, Lane* at);
  Stage(const Stage&) = delete;
  ~Stage();

  Status Create();
  Status Start();
  void Drain();
  // Tells a call that waits for something to give up (griot_host.stopping), so that its thread can
  // be joined before Stop.
  void GiveUpWaiting() { ctx_.stopping.store(true); }
  // Takes its routes away, then stops it. No call of the plugin runs after this, but Destroy.
  void Stop();

  const std::string& name() const { return ctx_.stage; }
  bool required() const { return ctx_.required; }
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
  uint32_t kind_;
  StageSpec spec_;
  uint32_t lane_, lanes_;
  griot_ctx ctx_;
  griot_instance* instance_ = nullptr;
  enum class State { kNew, kCreated, kStarted, kStopped } state_ = State::kNew;
};

}  // namespace griot::host
