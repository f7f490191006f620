#pragma once

#include "plugins/dashboard/api/route.h"
#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

// Raw events: a page as JSON; all that match, in no order, as CSV or NDJSON.
Report EventsReport();
Route EventsRoute();

}  // namespace griot::dashboard
