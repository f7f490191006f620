#pragma once

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

// What the counts of FactKind::kMessage are, in their order.
enum MessageCount : size_t {
  kReceived,
  kAttempted,
  kSent,
  kDelivered,
  kRead,
  kReplied,
  kClicked,
  kFailed,
  kOfCampaigns,
  kSoon,
  kResponded
};

// Tables of messages, waits, conversations and resolutions, from the roll-ups. Each counts by its
// own time: a message by its attempt, a wait by its beginning.
Table MessageTotals(const Ask& ask);
// part, start, received, sent, delivered, read, answered, median and p90 of the response.
Table MessageSeries(const Ask& ask);
Table MessageHours(const Ask& ask);  // by weekday and hour
Table MessageTemplates(const Ask& ask);
Table SendHours(const Ask& ask);
Table ResponseTimes(const Ask& ask);
Table ResolutionTimes(const Ask& ask);
Table ConversationLengths(const Ask& ask);
Table ResolutionOutcomes(const Ask& ask);

}  // namespace griot::dashboard
