#pragma once

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

// DAU, WAU and MAU, for each day.
Report RegularsReport();

}  // namespace griot::dashboard
