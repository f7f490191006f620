#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "griot/door/fields.hpp"

namespace griot::web_sdk {

// The members of an event that mean something here. Where two spellings stand for one thing, the
// first wins over the second.
enum class Field : uint8_t {
  kEventName,  // event_name
  kEvent,
  kName,
  kEventType,  // event_type
  kType,
  kUserId,
  kUserIdCamel,
  kAnonymousId,
  kAnonymousIdCamel,
  kSessionId,
  kSessionIdCamel,
  kMessageId,
  kMessageIdCamel,
  kEventId,
  kEventIdCamel,
  kTimestamp,
  kOriginalTimestamp,
  kOriginalTimestampCamel,
  kSentAt,
  kSentAtCamel,
  kChannel,
  kContext,
  kProperties,
  kTraits,
  kJourneyStart,
  kJourneyStartCamel,
  kJourneyEnd,
  kJourneyEndCamel,
  kGroupId,
  kGroupIdCamel,
  kPreviousId,
  kPreviousIdCamel,
  kCategory,
  kCount
};

inline constexpr std::array<std::string_view, static_cast<size_t>(Field::kCount)> kSpellings = {
    "event_name",
    "event",
    "name",
    "event_type",
    "type",
    "user_id",
    "userId",
    "anonymous_id",
    "anonymousId",
    "session_id",
    "sessionId",
    "message_id",
    "messageId",
    "event_id",
    "eventId",
    "timestamp",
    "original_timestamp",
    "originalTimestamp",
    "sent_at",
    "sentAt",
    "channel",
    "context",
    "properties",
    "traits",
    "journey_start",
    "journeyStart",
    "journey_end",
    "journeyEnd",
    "group_id",
    "groupId",
    "previous_id",
    "previousId",
    "category"};

// How it is written in the body.
constexpr std::string_view Spelling(Field field) { return kSpellings[static_cast<size_t>(field)]; }

using Fields = FieldsOf<Field, kSpellings>;

}  // namespace griot::web_sdk
