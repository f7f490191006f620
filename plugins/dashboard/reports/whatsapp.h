#pragma once

#include <vector>

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

// Messages, conversations, agents.
std::vector<Report> MessageReports();

}  // namespace griot::dashboard
