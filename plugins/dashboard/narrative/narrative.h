#pragma once

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

// What happened in a week, in one to five sentences.
Report NarrativeReport();

}  // namespace griot::dashboard
