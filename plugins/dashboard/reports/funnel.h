#pragma once

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

Report FunnelReport();
// Where most are lost, and what those who are have in common.
Report DropOffReport();

std::vector<Param> FunnelParams();

}  // namespace griot::dashboard
