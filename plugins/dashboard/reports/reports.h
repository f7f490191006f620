#pragma once

#include <vector>

#include "plugins/dashboard/api/route.h"
#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

// What can be read of a project, by which the OpenAPI document is made too.
std::vector<Report> AllReports();
std::vector<Route> ReportRoutes();

}  // namespace griot::dashboard
