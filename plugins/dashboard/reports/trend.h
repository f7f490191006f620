#pragma once

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

Report TrendReport();

}  // namespace griot::dashboard
