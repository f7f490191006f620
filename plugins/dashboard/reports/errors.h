#pragma once

#include "plugins/dashboard/reports/ask.h"

namespace griot::dashboard {

// Errors by kind: how often, to how many people, where; the most frequent first, and one more than
// the page holds.
Table ErrorsTable(const Ask& ask);

}  // namespace griot::dashboard
