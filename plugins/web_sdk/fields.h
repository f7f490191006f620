#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "griot/json.hpp"

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

// How it is written in the body.
std::string_view Spelling(Field field);

// The known members of one event, found in one walk; of a member that stands twice the last. Views
// of the document, so valid as long as that. One thread.
class Fields {
 public:
  // Requires an object. Members of other names are passed over.
  void Read(json::Value event);

  json::Value operator[](Field field) const { return values_[static_cast<size_t>(field)]; }

  // The first of the two that is there and not null, and which it was.
  json::Value First(Field a, Field b, Field* which) const {
    *which = Present(a) || !Present(b) ? a : b;
    return Present(*which) ? (*this)[*which] : json::Value();
  }
  bool Present(Field field) const {
    const json::Value value = (*this)[field];
    return value.exists() && !value.is_null();
  }

 private:
  std::array<json::Value, static_cast<size_t>(Field::kCount)> values_;
};

}  // namespace griot::web_sdk
