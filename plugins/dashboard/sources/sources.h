#pragma once

#include <vector>

#include "plugins/dashboard/api/route.h"
#include "plugins/dashboard/reports/report.h"
#include "plugins/dashboard/sources/doors.h"

namespace griot::dashboard {

// Where events come in: each door with its address, which of its variables are set, and what it
// answered lately; the project's keys by their beginnings.
Report SourcesReport();

// The doors that a project can use.
std::vector<Door> DoorsOf(const Doors& doors, const std::string& project);

// POST /api/v1/sources/test-event: an event of nobody's, on the way that a client's takes.
std::vector<Route> SourceRoutes();

}  // namespace griot::dashboard
