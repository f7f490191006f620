#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "griot/door/fields.hpp"

namespace griot::history_import {

// The members of a line that mean something here. Where several spellings stand for one thing, the
// first that is there wins.
enum class Field : uint8_t {
  kMessageId,
  kMessageIdSnake,
  kId,
  kEventName,  // event_name
  kEvent,
  kName,
  kType,
  kChannel,
  kUserId,
  kUserIdSnake,
  kAnonymousId,
  kAnonymousIdSnake,
  kSessionId,
  kSessionIdSnake,
  kOccurredAt,
  kOccurredAtSnake,
  kTimestamp,
  kReceivedAt,
  kReceivedAtSnake,
  kProperties,
  kTraits,
  kContext,
  kCount
};

inline constexpr std::array<std::string_view, static_cast<size_t>(Field::kCount)> kSpellings = {
    "messageId",   "message_id", "id",         "event_name",  "event",       "name",
    "type",        "channel",    "userId",     "user_id",     "anonymousId", "anonymous_id",
    "sessionId",   "session_id", "occurredAt", "occurred_at", "timestamp",   "receivedAt",
    "received_at", "properties", "traits",     "context"};

// How it is written in a line.
constexpr std::string_view Spelling(Field field) { return kSpellings[static_cast<size_t>(field)]; }

using Fields = FieldsOf<Field, kSpellings>;

}  // namespace griot::history_import
