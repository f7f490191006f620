#pragma once

#include <string>

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

// Tables of sessions that began in the period. From the roll-ups where these have the filters
// together, else from the sessions: as exact, and slower.
Table SessionSummary(const Ask& ask);
Table SessionSeries(const Ask& ask);  // part, sessions, engaged_sessions, converted_sessions
Table SessionDurations(const Ask& ask);
Table SessionsBy(const Ask& ask, const std::string& by);

}  // namespace griot::dashboard
