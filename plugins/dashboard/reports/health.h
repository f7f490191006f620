#pragma once

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

// Whether the numbers can be trusted: how fresh they are, and what became of all that was accepted.
Report HealthReport();

}  // namespace griot::dashboard
