// What the control socket understands (docs/control.md).
#pragma once

#include <functional>
#include <string_view>

#include "host/control/control_server.h"
#include "host/control/errands.h"
#include "host/control/reloader.h"
#include "host/pipeline/runtime.h"

namespace griot::host {

// What the operations work on; all of it outlives the control server.
struct Operations {
  Runtime& runtime;
  Errands& errands;
  Reloader& reloader;
  std::function<void()> stop;  // begins the shutdown
  Preflight& preflight;
};

// Answers one request. Thread-safe as the runtime's calls are.
void Operate(const Operations& operations, std::string_view request, ControlReply& reply);

}  // namespace griot::host
