#pragma once

#include <string>
#include <string_view>

#include "plugins/history_import/client/row.h"
#include "plugins/history_import/incumbent/database.h"

namespace griot::history_import {

// The columns of the incumbent's `events` that are read, in the order of the query. kTime and
// kCursorTime are one column twice: as a number, and as the text that a page goes on behind.
enum EventColumn {
  kTime,
  kCursorTime,
  kReceivedAt,
  kEventId,
  kMessageId,
  kEventName,
  kEventType,
  kAnonymousId,
  kSessionId,
  kUserId,
  kExternalId,
  kHandshakeToken,
  kChannelType,
  kPagePath,
  kPageTitle,
  kPageUrl,
  kPageReferrer,
  kUserAgent,
  kDeviceType,
  kOsName,
  kOsVersion,
  kBrowserName,
  kBrowserVersion,
  kCountryCode,
  kCity,
  kProperties,
  kSdkVersion,
  kEventColumns
};

// The column's name there.
const char* ColumnName(EventColumn column);
// Whether there can be no import without it.
bool IsNeeded(EventColumn column);

// The event that one row is, as griot's door would have made it of the live one. `resolution`: the
// row of `resolutions` that belongs to a chat.resolved, as JSON, or empty. Pure.
void MapEvent(const Rows& rows, int at, std::string_view resolution, Row* row);

// The inbox session that a chat.resolved ends, or empty: its resolution is found by that.
std::string InboxSession(const Rows& rows, int at);

}  // namespace griot::history_import
