// The two objects of an event: what the client gave, with the members that belong there by our
// rules.
#include "griot/door/limits.hpp"
#include "plugins/segment_api/message_reader.h"

namespace griot::segment_api {
namespace {

// The path of an address, as it stands inside the JSON text; "/" where it has none. Empty when it
// is no address.
std::string_view PathOf(json::Value url) {
  std::string_view text = url.string_raw_nonescaped().value_or("");
  const size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return {};
  text.remove_prefix(scheme + 3);
  text = text.substr(0, text.find_first_of("?#"));
  const size_t slash = text.find('/');
  return slash == std::string_view::npos ? "/" : text.substr(slash);
}

}  // namespace

bool MessageReader::AddId(Field field, AddedMembers* more) {
  std::string_view id;
  if (!ReadText(field, &id)) return false;
  if (id.empty()) return Refuse(NameOf(field), "is needed for this call");
  more->Add(NameOf(field), fields_[field]);
  return true;
}

// Browsers say what page it is in the context, servers in the properties or nowhere. Reports look
// in the properties, for pages as for everything else.
void MessageReader::AddPage(json::Value properties, AddedMembers* more) const {
  const json::Value page = fields_[Field::kContext].Find("page");
  for (const std::string_view name : {"path", "title", "url", "referrer", "search"}) {
    const json::Value said = page.Find(name);
    if (said.is_string() && !properties.Find(name).exists()) more->Add(name, said);
  }
  if (properties.Find("path").exists() || page.Find("path").is_string()) return;
  const json::Value own = properties.Find("url");
  const std::string_view path = PathOf(own.exists() ? own : page.Find("url"));
  if (!path.empty()) more->AddQuoted("path", path);
}

bool MessageReader::ReadProperties(griot_event* out) {
  const json::Value properties = fields_[Field::kProperties];
  if (fields_.Present(Field::kProperties) && !properties.is_object()) {
    return Refuse("properties", "must be an object");
  }
  AddedMembers more;
  if (fields_.Present(Field::kTraits)) {
    if (!fields_[Field::kTraits].is_object()) return Refuse("traits", "must be an object");
    more.Add("traits", fields_[Field::kTraits].raw());
  }
  if (call_ == Call::kGroup && !AddId(Field::kGroupId, &more)) return false;
  if (call_ == Call::kAlias && !AddId(Field::kPreviousId, &more)) return false;
  if (call_ == Call::kPage || call_ == Call::kScreen) {
    for (const Field field : {Field::kName, Field::kCategory}) {
      const json::Value label = fields_[field];
      if (label.is_string() && !properties.Find(NameOf(field)).exists()) {
        more.Add(NameOf(field), label);
      }
    }
  }
  if (call_ == Call::kPage) AddPage(properties, &more);
  return Merge(properties, more, &out->properties);
}

bool MessageReader::ReadContext(griot_event* out, AddedMembers* more) {
  const json::Value context = fields_[Field::kContext];
  if (fields_.Present(Field::kContext) && !context.is_object()) {
    return Refuse("context", "must be an object");
  }
  if (!shared_.ip_json.empty() && !context.Find("ip").exists()) more->Add("ip", shared_.ip_json);
  const bool device = (out->flags & GRIOT_EVENT_DEVICE) != 0;
  if (device && !shared_.user_agent_json.empty() && !context.Find("userAgent").exists()) {
    more->Add("userAgent", shared_.user_agent_json);
  }
  return Merge(context, *more, &out->context);
}

bool MessageReader::Merge(json::Value object, const AddedMembers& more, griot_str* out) {
  full_ = full_ || !more.Merge(object, arena_, out);
  return !full_;
}

}  // namespace griot::segment_api
