#include "plugins/segment_api/message_reader.h"

#include <cstring>

#include "griot/door/client_values.hpp"
#include "griot/door/limits.hpp"
#include "griot/event_time.hpp"
#include "griot/session_key.hpp"

namespace griot::segment_api {

bool MessageReader::Refuse(std::string_view field, std::string_view error) {
  why_->field = field;
  why_->error = error;
  return false;
}

MessageReader::Result MessageReader::Read(Call call, json::Value message, griot_event* out,
                                          Refusal* why) {
  why_ = why;
  const Result result = Fill(call, message, out);
  return full_ ? Result::kFull : result;
}

MessageReader::Result MessageReader::Fill(Call call, json::Value message, griot_event* out) {
  if (!message.is_object()) {
    Refuse("", "must be a JSON object");
    return Result::kRefused;
  }
  if (!FitsStore(message, shared_.max_event, why_)) return Result::kRefused;
  fields_.Read(message);
  *out = {};
  out->struct_size = sizeof *out;
  out->flags = GRIOT_EVENT_IN_ARENA;
  out->project = Str(shared_.project);
  out->received_at = shared_.received_at;
  AddedMembers context;
  const bool taken = ReadCall(call) && ReadName(out) && ReadChannel(out) && ReadPeople(out) &&
                     ReadTime(out, &context) && ReadProperties(out) && ReadContext(out, &context) &&
                     ReadId(out);
  return taken ? Result::kEvent : Result::kRefused;
}

bool MessageReader::ReadText(Field field, std::string_view* out) {
  return ReadText(fields_[field], NameOf(field), kMostChars, out);
}

bool MessageReader::ReadText(json::Value value, std::string_view name, size_t most,
                             std::string_view* out) {
  *out = {};
  if (!value.exists() || value.is_null()) return true;
  if (!value.is_string() && !value.is_number()) return Refuse(name, "must be a string");
  const auto text = value.AsText(arena_);
  full_ = full_ || !text;
  if (full_) return false;
  if (Longer(*text, most)) return Refuse(name, "is too long");
  *out = *text;
  return true;
}

bool MessageReader::ReadCall(Call call) {
  call_ = call;
  if (call != Call::kBatch) return true;
  for (size_t i = 0; i < kCalls.size(); ++i) {
    call_ = static_cast<Call>(i);
    if (call_ != Call::kBatch && fields_[Field::kType].StringIs(kCalls[i].word)) return true;
  }
  return Refuse("type", "must be track, page, screen, identify, group or alias");
}

bool MessageReader::ReadName(griot_event* out) {
  std::string_view name = shared_.event_names[static_cast<size_t>(call_)];
  if (call_ == Call::kTrack) {
    if (!ReadText(Field::kEvent, &name)) return false;
    if (name.empty()) return Refuse("event", "the event has no name");
  }
  out->name = Str(name);
  return true;
}

bool MessageReader::ReadChannel(griot_event* out) {
  std::string_view channel;
  if (shared_.channel_from_context) {
    const json::Value said = fields_[Field::kContext].Find("channel");
    if (!ReadText(said, "context.channel", kMostChannelChars, &channel)) return false;
  }
  if (channel.empty()) channel = shared_.channel;
  if (!shared_.key->Allows(channel)) {
    return Refuse("context.channel", "this key is not for this channel");
  }
  if (IsDeviceChannel(channel)) out->flags |= GRIOT_EVENT_DEVICE;
  out->channel = Str(channel);
  return true;
}

bool MessageReader::ReadPeople(griot_event* out) {
  std::string_view user, anonymous;
  if (!ReadText(Field::kUserId, &user) || !ReadText(Field::kAnonymousId, &anonymous)) return false;
  if (user.empty() && anonymous.empty()) {
    return Refuse("userId", "neither a user nor an anonymous id");
  }
  full_ = !NormalizeUser(View(out->channel), arena_, &user);
  if (full_) return false;
  out->user_id = Str(user);
  out->anonymous_id = Str(anonymous);
  return true;
}

bool MessageReader::ReadTime(griot_event* out, AddedMembers* context) {
  const json::Value original = fields_[Field::kOriginalTimestamp];
  const json::Value stamp = fields_[Field::kTimestamp];
  auto said = ClientTime(original);
  if (!said) said = ClientTime(stamp);
  const auto sent = ClientTime(fields_[Field::kSentAt]);
  const EventTime time = OccurredAt(said, sent ? sent : shared_.sent_at, shared_.received_at);
  out->occurred_at = time.occurred_at;
  const json::Value kept = fields_.Present(Field::kOriginalTimestamp) ? original : stamp;
  if (!time.believed && kept.exists() && !kept.is_null()) {
    context->Add("clientTimestamp", kept.raw());
  }
  return true;
}

bool MessageReader::ReadId(griot_event* out) {
  std::string_view text;
  if (!ReadText(Field::kMessageId, &text)) return false;
  const Uuid id =
      text.empty() ? mint_.Next(shared_.received_at) : ClientEventId(shared_.project, text);
  std::memcpy(out->id.bytes, id.b, sizeof out->id.bytes);
  return true;
}

}  // namespace griot::segment_api
