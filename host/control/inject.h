// Sending events in by hand.
#pragma once

#include <string>

#include "griot/json.hpp"
#include "host/pipeline/runtime.h"

namespace griot::host {

// Answers an inject request once its events have settled. Any thread but the lanes'.
std::string Inject(Runtime& runtime, json::Value request);

}  // namespace griot::host
