// The two objects of an event: what the client gave, with the members that belong there by our
// rules.
#include "plugins/web_sdk/event_reader.h"

namespace griot::web_sdk {

bool EventReader::ReadFlag(Field a, Field b, std::string_view key, AddedMembers* more) {
  Field which = a;
  const json::Value value = fields_.First(a, b, &which);
  if (!value.exists() || value.StringIs("false") || value.StringIs("")) return true;
  const bool yes = value.StringIs("true") || value.boolean().value_or(false);
  if (!yes && !value.is_bool()) return Refuse(Spelling(which), "must be true or false");
  if (yes) more->Add(key, "true");
  return true;
}

bool EventReader::ReadProperties(griot_event* out) {
  AddedMembers more;
  if (fields_.Present(Field::kTraits)) {
    if (!fields_[Field::kTraits].is_object()) return Refuse("traits", "must be an object");
    more.Add("traits", fields_[Field::kTraits].raw());
  }
  const json::Value properties = fields_[Field::kProperties];
  const auto add_id = [&](Field a, Field b, std::string_view key) {
    Field which = a;
    const json::Value value = fields_.First(a, b, &which);
    if (!value.exists()) return true;
    if (!value.is_string() && !value.is_number()) {
      return Refuse(Spelling(which), "must be a string");
    }
    more.Add(key, value);
    return true;
  };
  // The incumbent's guide calls page("Home"), and its SDK then sends the name as the properties.
  Field which{};
  const bool named = properties.is_string() &&
                     fields_.First(Field::kEventType, Field::kType, &which).StringIs("page");
  if (named) more.Add("name", properties);
  // A page's or screen's name is not the event's.
  const auto add_label = [&](Field field, std::string_view key) {
    const json::Value value = fields_[field];
    const bool label = value.is_string() && !properties.Find(key).exists() &&
                       value.raw().data() + 1 != out->name.data;
    if (label) more.Add(key, value);
  };
  if (!named) add_label(Field::kName, "name");
  add_label(Field::kCategory, "category");
  return add_id(Field::kGroupId, Field::kGroupIdCamel, "groupId") &&
         add_id(Field::kPreviousId, Field::kPreviousIdCamel, "previousId") &&
         ReadFlag(Field::kJourneyStart, Field::kJourneyStartCamel, "journeyStart", &more) &&
         ReadFlag(Field::kJourneyEnd, Field::kJourneyEndCamel, "journeyEnd", &more) &&
         (named || properties.is_object() || !fields_.Present(Field::kProperties) ||
          Refuse("properties", "must be an object")) &&
         Merge(named ? json::Value() : properties, more, &out->properties);
}

bool EventReader::ReadContext(griot_event* out, AddedMembers* more) {
  const json::Value context = fields_[Field::kContext];
  if (fields_.Present(Field::kContext) && !context.is_object()) {
    return Refuse("context", "must be an object");
  }
  Field which{};
  const json::Value session = fields_.First(Field::kSessionId, Field::kSessionIdCamel, &which);
  if (session.exists()) {
    if (!session.is_string() && !session.is_number()) {
      return Refuse(Spelling(which), "must be a string");
    }
    if (Longer(session.raw(), kMostChars)) return Refuse(Spelling(which), "is too long");
    more->Add("clientSessionId", session);
  }
  if (!shared_.ip_json.empty()) more->Add("ip", shared_.ip_json);
  // On other channels the agent is the CRM's own program, which says nothing of the person.
  const bool device = (out->flags & GRIOT_EVENT_DEVICE) != 0;
  if (device && !shared_.user_agent_json.empty() && !context.Find("userAgent").exists()) {
    more->Add("userAgent", shared_.user_agent_json);
  }
  return Merge(context, *more, &out->context);
}

bool EventReader::Merge(json::Value object, const AddedMembers& more, griot_str* out) {
  full_ = full_ || !more.Merge(object, arena_, out);
  return !full_;
}

}  // namespace griot::web_sdk
