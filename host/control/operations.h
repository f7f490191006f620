// What the control socket understands.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "host/pipeline/runtime.h"

namespace griot::host {

// Answers one request. `stop` begins the shutdown. Thread-safe as the runtime's calls are.
std::string Operate(Runtime& runtime, const std::function<void()>& stop, std::string_view request);

}  // namespace griot::host
