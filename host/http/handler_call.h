#pragma once

#include <memory>

#include "host/http/core.h"
#include "host/http/route.h"

namespace griot::http {

// Runs the handler of an entry that was entered. What it throws is logged and answered with a fixed
// 500: a client learns nothing from it.
void CallHandler(const RouteEntry& entry, Request& request, Core& core);

}  // namespace griot::http
