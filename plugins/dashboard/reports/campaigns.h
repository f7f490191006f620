#pragma once

#include "plugins/dashboard/reports/ask.h"
#include "plugins/dashboard/reports/table.h"

namespace griot::dashboard {

// What became of the messages of each campaign, or template, by their attempt; from the roll-ups.
Table CampaignsTable(const Ask& ask);  // one line more than the limit, where there is one
Table TemplatesTable(const Ask& ask);

}  // namespace griot::dashboard
