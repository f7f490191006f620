// Swaps over the control socket.
#pragma once

#include <string>

#include "griot/json.hpp"
#include "host/control/operations.h"

namespace griot::host {

// Each answers with one JSON object: the swap's report, or all of them. On a control client's
// thread; what belongs to the control thread is done there.
std::string Swap(const Operations& on, json::Value asked);
std::string SwapBack(const Operations& on, json::Value asked);
std::string SwapStatus(const Operations& on);

}  // namespace griot::host
