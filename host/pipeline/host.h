// What every part of the running host shares. One a process: the C tables that plugins call have
// no other way to find it.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "griot/abi.h"
#include "host/http/route.h"
#include "host/pipeline/call_guard.h"
#include "host/pipeline/heard.h"
#include "host/pipeline/memory.h"
#include "host/pipeline/pins.h"
#include "host/pipeline/settings.h"
#include "host/pipeline/tap.h"
#include "host/telemetry/health.h"
#include "host/telemetry/health_voice.h"
#include "host/telemetry/metrics.h"

namespace griot::http {
class Server;
}

namespace griot::host {

class Lane;
class Catalogue;
class SourcePort;

// Thread-safe as its parts are; `http` and the texts are set before anything starts. A reload puts
// another catalogue in the place of the first, which lives on until the reload after that.
struct Host {
  explicit Host(uint64_t memory_bytes) : memory(memory_bytes) {}

  MemoryPool memory;
  Metrics metrics;
  Health health;
  Settings settings;
  Heard heard;
  TapHub taps;
  http::Server* http = nullptr;  // nullptr: no `http:` in the configuration
  unsigned http_workers = 0;
  std::atomic<const Catalogue*> catalogue = nullptr;
  Pins pins;
  std::string data_dir;
  std::string instance_id;
};

// The table that plugins get, and the one host behind it. `UseHost` before any instance is
// created; until then only the descriptors of plugins may be read.
const griot_host* HostTable();
void UseHost(Host* host);
Host* TheHost();

}  // namespace griot::host

// One instance's identity. Plugins see it as opaque. Lives from before create until after destroy.
struct griot_ctx {
  griot::host::Host* host = nullptr;
  std::string stage;
  bool required = true;
  bool is_service = false;
  std::string shown;      // its options as they may be shown
  std::string variables;  // "${A}, ${B}": those that they name
  const griot_plugin* plugin = nullptr;
  griot::host::Lane* lane = nullptr;        // of transforms and sinks
  griot::host::SourcePort* port = nullptr;  // of sources
  std::atomic<bool> stopping{false};
  griot::host::CallGuard calls{stage};  // of this instance
  griot::host::HealthVoice voice;
  // [control-thread]
  std::vector<griot::http::Route> wanted_routes;  // asked for, and opened once the stage runs
  std::vector<uint64_t> routes;                   // open
};
