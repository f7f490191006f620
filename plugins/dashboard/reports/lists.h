#pragma once

#include <vector>

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

// People, campaigns, errors, hand-overs, health: reports that are queries as they stand.
std::vector<Report> ListReports();

}  // namespace griot::dashboard
