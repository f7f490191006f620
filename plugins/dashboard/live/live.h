#pragma once

#include "plugins/dashboard/api/route.h"
#include "plugins/dashboard/reports/ask.h"

namespace griot::dashboard {

// GET /api/v1/live: events as they are stored, as server-sent events.
Route LiveRoute();
const std::vector<Param>& LiveParams();

}  // namespace griot::dashboard
