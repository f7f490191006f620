#include "plugins/web_sdk/fields.h"

namespace griot::web_sdk {
namespace {

constexpr size_t kCount = static_cast<size_t>(Field::kCount);

constexpr std::array<std::string_view, kCount> kSpellings = {"event_name",
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

constexpr size_t kLongest = 18;

// Fields by the length of their names: a key is compared with the few of its own length only.
struct ByLength {
  std::array<uint8_t, kCount> order{};
  std::array<uint8_t, kLongest + 2> begin{};

  constexpr ByLength() {
    uint8_t at = 0;
    for (size_t length = 0; length <= kLongest; ++length) {
      begin[length] = at;
      for (size_t i = 0; i < kCount; ++i) {
        if (kSpellings[i].size() == length) order[at++] = static_cast<uint8_t>(i);
      }
    }
    begin[kLongest + 1] = at;
  }
};
constexpr ByLength kByLength;
static_assert(kByLength.begin[kLongest + 1] == kCount, "a name is longer than kLongest");

Field FieldOf(std::string_view key) {
  if (key.size() > kLongest) return Field::kCount;
  for (size_t i = kByLength.begin[key.size()]; i < kByLength.begin[key.size() + 1]; ++i) {
    if (kSpellings[kByLength.order[i]] == key) return static_cast<Field>(kByLength.order[i]);
  }
  return Field::kCount;
}

// A name that is written with escapes.
Field FieldOfEscaped(json::Value key) {
  for (size_t i = 0; i < kCount; ++i) {
    if (key.StringIs(kSpellings[i])) return static_cast<Field>(i);
  }
  return Field::kCount;
}

}  // namespace

std::string_view Spelling(Field field) { return kSpellings[static_cast<size_t>(field)]; }

void Fields::Read(json::Value event) {
  values_ = {};
  for (const auto [key, value] : event.members()) {
    const auto plain = key.string_raw_nonescaped();
    const Field field = plain ? FieldOf(*plain) : FieldOfEscaped(key);
    if (field != Field::kCount) values_[static_cast<size_t>(field)] = value;
  }
}

}  // namespace griot::web_sdk
