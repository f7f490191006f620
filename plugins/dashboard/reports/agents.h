#pragma once

#include "plugins/dashboard/reports/ask.h"

namespace griot::dashboard {

// Agents: chats by their first assignment, answers by the wait that they ended, resolutions by
// when, first responses by the opening of the chat; who answered most first, and one more than the
// page holds.
Table AgentsTable(const Ask& ask);

}  // namespace griot::dashboard
