#pragma once

#include "plugins/dashboard/reports/ask.h"

namespace griot::dashboard {

// Regions and cities, of events that have them; most people first.
Table PlacesTable(const Ask& ask);
// Countries by what they are known from.
Table PlaceSourcesTable(const Ask& ask);

}  // namespace griot::dashboard
