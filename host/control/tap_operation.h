// The control socket's side of griot tap.
#pragma once

#include "griot/json.hpp"
#include "host/control/control_server.h"
#include "host/pipeline/runtime.h"

namespace griot::host {

// Answers with events, a line each, until the client leaves or griot ends (docs/control.md).
void ServeTap(Runtime& runtime, json::Value asked, ControlReply& reply);

}  // namespace griot::host
