#pragma once

#include <vector>

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

Report OverviewReport();
std::vector<Report> SessionReports();

}  // namespace griot::dashboard
