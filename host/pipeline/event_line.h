// An event as one line of JSON, as it stands between two stages.
#pragma once

#include <string>

#include "griot/abi/event.h"
#include "griot/json.hpp"

namespace griot::host {

// Writes the event's object. Members that a stage has changed or removed are written as changed:
// what was removed is not in it, although the event's own text is rewritten only before the sinks.
// Properties and context that are large are left out, and how large they are is said. [lane-thread]
void WriteEvent(json::Writer<std::string>& w, const griot_event& event);

}  // namespace griot::host
