#include "plugins/history_import/door/line_reader.h"

#include <cstring>

#include "griot/door/client_values.hpp"
#include "griot/door/limits.hpp"
#include "griot/event_time.hpp"
#include "griot/session_key.hpp"

namespace griot::history_import {

bool LineReader::Refuse(std::string_view field, std::string_view error) {
  why_->field = field;
  why_->error = error;
  return false;
}

LineReader::Result LineReader::Read(json::Value line, griot_event* out, Refusal* why) {
  why_ = why;
  mended_time_ = false;
  const bool taken = Fill(line, out);
  if (full_) return Result::kFull;
  return taken ? Result::kEvent : Result::kRefused;
}

bool LineReader::Fill(json::Value line, griot_event* out) {
  if (!line.is_object()) return Refuse("", "must be a JSON object");
  if (!FitsStore(line, shared_.max_event, why_)) return false;
  fields_.Read(line);
  *out = {};
  out->struct_size = sizeof *out;
  out->flags = GRIOT_EVENT_IN_ARENA;
  out->project = Str(shared_.project);
  AddedMembers properties, context;
  return ReadId(out) && ReadName(out, &properties) && ReadChannel(out) && ReadPeople(out) &&
         ReadTimes(out, &context) && ReadObjects(out, &properties, &context);
}

json::Value LineReader::First(Field first, Field last, Field* which) const {
  for (auto i = static_cast<uint8_t>(first); i <= static_cast<uint8_t>(last); ++i) {
    *which = static_cast<Field>(i);
    if (fields_.Present(*which)) return fields_[*which];
  }
  *which = first;
  return {};
}

bool LineReader::ReadText(Field first, Field last, size_t most, std::string_view* out) {
  *out = {};
  Field which = first;
  const json::Value value = First(first, last, &which);
  if (!value.exists()) return true;
  if (!value.is_string() && !value.is_number()) return Refuse(Spelling(which), "must be a string");
  const auto text = value.AsText(arena_);
  full_ = full_ || !text;
  if (full_) return false;
  if (Longer(*text, most)) return Refuse(Spelling(which), "is too long");
  *out = *text;
  return true;
}

// Without an id of its own a line that comes again would be a second event.
bool LineReader::ReadId(griot_event* out) {
  std::string_view text;
  if (!ReadText(Field::kMessageId, Field::kId, kMostChars, &text)) return false;
  if (text.empty()) return Refuse("messageId", "the event has no id");
  const Uuid id = ClientEventId(shared_.project, text);
  std::memcpy(out->id.bytes, id.b, sizeof out->id.bytes);
  return true;
}

bool LineReader::ReadName(griot_event* out, AddedMembers* properties) {
  std::string_view name, type;
  if (!ReadText(Field::kEventName, Field::kEvent, kMostChars, &name)) return false;
  if (!ReadText(Field::kType, Field::kType, kMostChars, &type)) return false;
  const Words& words = shared_.words;
  if (name.empty()) {
    if (type == "page") name = words.page_view;
    if (type == "screen") name = words.screen_view;
    if (type == "identify") name = words.identify;
    if (type == "group") name = words.group;
    if (type == "alias") name = words.alias;
    // A page's or screen's name is not the event's.
    const json::Value label = fields_[Field::kName];
    const bool labelled =
        !name.empty() && label.is_string() && !fields_[Field::kProperties].Find("name").exists();
    if (labelled) properties->Add("name", label);
  }
  if (name.empty() && !ReadText(Field::kName, Field::kName, kMostChars, &name)) return false;
  if (name.empty()) return Refuse("event", "the event has no name");
  if (name == "app_error") name = words.error;  // as the incumbent's clients call it
  out->name = Str(name);
  return true;
}

bool LineReader::ReadChannel(griot_event* out) {
  std::string_view channel;
  if (!ReadText(Field::kChannel, Field::kChannel, kMostChannelChars, &channel)) return false;
  if (channel.empty()) {
    const json::Value said = fields_[Field::kContext].Find("channel");
    const auto text = said.string_raw_nonescaped();
    if (text && Longer(*text, kMostChannelChars)) return Refuse("context.channel", "is too long");
    channel = text.value_or("");
  }
  if (channel.empty()) channel = shared_.words.web;
  if (IsDeviceChannel(channel)) out->flags |= GRIOT_EVENT_DEVICE;
  out->channel = Str(channel);
  return true;
}

// Nobody at all is taken too: what a system did is part of a history.
bool LineReader::ReadPeople(griot_event* out) {
  std::string_view user, anonymous;
  if (!ReadText(Field::kUserId, Field::kUserIdSnake, kMostChars, &user)) return false;
  if (!ReadText(Field::kAnonymousId, Field::kAnonymousIdSnake, kMostChars, &anonymous)) {
    return false;
  }
  full_ = !NormalizeUser(View(out->channel), arena_, &user);
  if (full_) return false;
  out->user_id = Str(user);
  out->anonymous_id = Str(anonymous);
  return true;
}

bool LineReader::ReadTimes(griot_event* out, AddedMembers* context) {
  Field which{};
  const auto heard = ClientTime(First(Field::kReceivedAt, Field::kReceivedAtSnake, &which));
  const bool believed = heard && *heard >= kEarliestEvent && *heard <= shared_.now;
  out->received_at = believed ? *heard : shared_.now;
  const json::Value said = First(Field::kOccurredAt, Field::kTimestamp, &which);
  const EventTime time = OccurredAt(ClientTime(said), std::nullopt, out->received_at);
  out->occurred_at = time.occurred_at;
  mended_time_ = !time.believed;
  if (!time.believed && said.exists()) context->Add("clientTimestamp", said.raw());
  return true;
}

bool LineReader::ReadObjects(griot_event* out, AddedMembers* properties, AddedMembers* context) {
  for (const Field field : {Field::kProperties, Field::kTraits, Field::kContext}) {
    if (fields_.Present(field) && !fields_[field].is_object()) {
      return Refuse(Spelling(field), "must be an object");
    }
  }
  if (fields_.Present(Field::kTraits)) properties->Add("traits", fields_[Field::kTraits].raw());
  Field which{};
  const json::Value session = First(Field::kSessionId, Field::kSessionIdSnake, &which);
  if (session.exists()) {
    if (!session.is_string() && !session.is_number()) {
      return Refuse(Spelling(which), "must be a string");
    }
    if (Longer(session.raw(), kMostChars)) return Refuse(Spelling(which), "is too long");
    context->Add("clientSessionId", session);
  }
  full_ = !properties->Merge(fields_[Field::kProperties], arena_, &out->properties) ||
          !context->Merge(fields_[Field::kContext], arena_, &out->context);
  return !full_;
}

}  // namespace griot::history_import
