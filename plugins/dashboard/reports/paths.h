#pragma once

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

Report PathsReport();

}  // namespace griot::dashboard
