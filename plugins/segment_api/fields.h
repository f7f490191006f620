#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "griot/door/fields.hpp"

namespace griot::segment_api {

// The members of a message that mean something here. `integrations` is for Segment's own routing.
enum class Field : uint8_t {
  kType,
  kEvent,
  kName,
  kCategory,
  kUserId,
  kAnonymousId,
  kPreviousId,
  kGroupId,
  kMessageId,
  kTimestamp,
  kOriginalTimestamp,
  kSentAt,
  kContext,
  kProperties,
  kTraits,
  kCount
};

inline constexpr std::array<std::string_view, static_cast<size_t>(Field::kCount)> kNames = {
    "type",    "event",     "name",      "category",          "userId", "anonymousId", "previousId",
    "groupId", "messageId", "timestamp", "originalTimestamp", "sentAt", "context",     "properties",
    "traits"};

constexpr std::string_view NameOf(Field field) { return kNames[static_cast<size_t>(field)]; }

using Fields = FieldsOf<Field, kNames>;

}  // namespace griot::segment_api
