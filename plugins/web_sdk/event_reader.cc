#include "plugins/web_sdk/event_reader.h"

#include <cstring>

#include "griot/door/client_values.hpp"
#include "griot/event_time.hpp"
#include "griot/session_key.hpp"

namespace griot::web_sdk {
bool EventReader::Refuse(std::string_view field, std::string_view error) {
  why_->field = field;
  why_->error = error;
  return false;
}

bool EventReader::camel() const {
  return fields_.Present(Field::kType) || fields_.Present(Field::kEvent) ||
         fields_.Present(Field::kUserIdCamel) || fields_.Present(Field::kAnonymousIdCamel);
}

EventReader::Result EventReader::Read(json::Value element, griot_event* out, Refusal* why) {
  why_ = why;
  const Result result = Fill(element, out);
  return full_ ? Result::kFull : result;
}

EventReader::Result EventReader::Fill(json::Value element, griot_event* out) {
  if (!element.is_object()) {
    Refuse("", "must be a JSON object");
    return Result::kRefused;
  }
  if (!FitsStore(element, shared_.max_event, why_)) return Result::kRefused;
  fields_.Read(element);
  *out = {};
  out->struct_size = sizeof *out;
  out->flags = GRIOT_EVENT_IN_ARENA;
  out->project = Str(shared_.project);
  out->received_at = shared_.received_at;
  AddedMembers context;
  const bool taken = ReadName(out) && ReadChannel(out) && ReadPeople(out) &&
                     ReadTime(out, &context) && ReadProperties(out) && ReadContext(out, &context) &&
                     ReadId(out);
  return taken ? Result::kEvent : Result::kRefused;
}

bool EventReader::ReadText(Field a, Field b, size_t most, std::string_view* out) {
  Field which = a;
  const json::Value value = fields_.First(a, b, &which);
  return ReadText(value, Spelling(which), most, out);
}

bool EventReader::ReadText(json::Value value, std::string_view field, size_t most,
                           std::string_view* out) {
  *out = {};
  if (!value.exists() || value.is_null()) return true;
  if (!value.is_string() && !value.is_number()) return Refuse(field, "must be a string");
  const auto text = value.AsText(arena_);
  full_ = full_ || !text;
  if (full_) return false;
  if (Longer(*text, most)) return Refuse(field, "is too long");
  *out = *text;
  return true;
}

bool EventReader::ReadName(griot_event* out) {
  std::string_view name, type;
  Field which = Field::kEventType;
  const json::Value said = fields_.First(Field::kEventType, Field::kType, &which);
  if (!ReadText(Field::kEventName, Field::kEvent, kMostChars, &name)) return false;
  if (!ReadText(said, Spelling(which), kMostChars, &type)) return false;
  if (name.empty()) {
    if (type == "page") name = word(Word::kPageView);
    if (type == "screen") name = word(Word::kScreenView);
    if (type == "identify") name = word(Word::kIdentify);
    if (type == "group") name = word(Word::kGroup);
    if (type == "alias") name = word(Word::kAlias);
  }
  if (name.empty() && (type.empty() || type == "track")) {
    if (!ReadText(fields_[Field::kName], "name", kMostChars, &name)) return false;
  }
  if (name.empty()) return Refuse(camel() ? "event" : "event_name", "the event has no name");
  if (name == "app_error") name = word(Word::kError);  // as the incumbent's clients call it
  out->name = Str(name);
  return true;
}

bool EventReader::ReadChannel(griot_event* out) {
  std::string_view channel;
  const json::Value context = fields_[Field::kContext];
  if (!ReadText(context.Find("channel"), "context.channel", kMostChannelChars, &channel)) {
    return false;
  }
  if (channel.empty() && !ReadText(Field::kChannel, Field::kChannel, kMostChannelChars, &channel)) {
    return false;
  }
  if (channel.empty()) channel = shared_.channel;
  if (!shared_.key->Allows(channel)) return Refuse("channel", "this key is not for this channel");
  if (IsDeviceChannel(channel)) out->flags |= GRIOT_EVENT_DEVICE;
  out->channel = Str(channel);
  return true;
}

bool EventReader::ReadPeople(griot_event* out) {
  std::string_view user, anonymous;
  if (!ReadText(Field::kUserId, Field::kUserIdCamel, kMostChars, &user)) return false;
  if (!ReadText(Field::kAnonymousId, Field::kAnonymousIdCamel, kMostChars, &anonymous)) {
    return false;
  }
  if (user.empty() && anonymous.empty()) {
    return Refuse(camel() ? "userId" : "user_id", "neither a user nor an anonymous id");
  }
  full_ = !NormalizeUser(View(out->channel), arena_, &user);
  if (full_) return false;
  out->user_id = Str(user);
  out->anonymous_id = Str(anonymous);
  return true;
}

bool EventReader::ReadTime(griot_event* out, AddedMembers* context) {
  Field which{};
  const json::Value original =
      fields_.First(Field::kOriginalTimestamp, Field::kOriginalTimestampCamel, &which);
  const json::Value stamp = fields_.First(Field::kTimestamp, Field::kTimestamp, &which);
  auto said = ClientTime(original);
  if (!said) said = ClientTime(stamp);
  const auto sent = ClientTime(fields_.First(Field::kSentAt, Field::kSentAtCamel, &which));
  const EventTime time = OccurredAt(said, sent ? sent : shared_.sent_at, shared_.received_at);
  out->occurred_at = time.occurred_at;
  const json::Value kept = original.exists() ? original : stamp;
  if (!time.believed && kept.exists()) context->Add("clientTimestamp", kept.raw());
  return true;
}

bool EventReader::ReadId(griot_event* out) {
  std::string_view text;
  if (!ReadText(Field::kMessageId, Field::kMessageIdCamel, kMostChars, &text)) return false;
  if (text.empty() && !ReadText(Field::kEventId, Field::kEventIdCamel, kMostChars, &text)) {
    return false;
  }
  const Uuid id =
      text.empty() ? mint_.Next(shared_.received_at) : ClientEventId(shared_.project, text);
  std::memcpy(out->id.bytes, id.b, sizeof out->id.bytes);
  return true;
}

}  // namespace griot::web_sdk
