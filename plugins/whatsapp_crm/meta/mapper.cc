#include "plugins/whatsapp_crm/meta/mapper.h"

#include <algorithm>

namespace griot::whatsapp_crm::meta {
namespace {

constexpr uint32_t kKeepNodes = 1 << 15;
constexpr size_t kMostId = 512;
constexpr size_t kMostNumberText = 64 << 10;  // what exponents may add once stored

}  // namespace

void Mapper::Map(std::string_view body, Delivery& delivery) {
  delivery_ = &delivery;
  MapBody(body);
  document_.Trim(kKeepNodes);
  scratch_.Reset();
}

void Mapper::MapBody(std::string_view body) {
  if (const json::Status status = document_.Parse(body); !status.ok()) {
    delivery_->Dead(body, "no_json", status.message());
    return;
  }
  const json::Value root = document_.root();
  const json::Value object = root.Find("object");
  if (object.is_string() && !object.StringIs("whatsapp_business_account")) {
    delivery_->Ignore("object");  // the app is subscribed to more than WhatsApp
    return;
  }
  if (!object.is_string() || !root.Find("entry").is_array()) {
    delivery_->Dead(body, "no_webhook", "object and entry are not as in a webhook of Meta's");
    return;
  }
  for (const json::Value entry : root.Find("entry").elements()) MapEntry(entry);
}

void Mapper::MapEntry(json::Value entry) {
  const json::Value changes = entry.Find("changes");
  if (!changes.is_array()) {
    Dead(entry, "no_webhook", "an entry without a list of changes");
    return;
  }
  for (const json::Value change : changes.elements()) MapChange(change, entry);
}

void Mapper::MapChange(json::Value change, json::Value entry) {
  const json::Value value = change.Find("value");
  const std::string_view field = Text(change.Find("field"));
  if (!value.is_object() || field.empty()) {
    Dead(change, "no_webhook", "a change without a field or value");
    return;
  }
  EnterChange(value, entry);
  if (field == "messages") {
    MapMessagesField(change);
  } else if (field == "smb_message_echoes" || field == "message_echoes") {
    ForEach(change, "message_echoes", &Mapper::MapEcho);
  } else if (field == "user_id_update") {
    ForEach(change, "user_id_update", &Mapper::MapIdUpdate);
  } else if (field == "user_preferences") {
    ForEach(change, "user_preferences", &Mapper::MapPreference);
  } else {
    delivery_->Ignore(field);
  }
}

void Mapper::MapMessagesField(json::Value change) {
  const json::Value value = change.Find("value");
  const bool any = value.Find("messages").exists() || value.Find("statuses").exists();
  ForEach(change, "messages", &Mapper::MapMessage);
  ForEach(change, "statuses", &Mapper::MapStatus);
  for (const json::Value error : value.Find("errors").elements()) {
    delivery_->Ignore("errors");
    delivery_->Log("Meta reports error " + std::string(error.Find("code").raw().substr(0, 32)) +
                   ": " + std::string(Cut(Text(error.Find("title")), 200)));
  }
  if (!any && !value.Find("errors").exists()) delivery_->Ignore("empty");
}

void Mapper::ForEach(json::Value change, std::string_view list, Handler handler) {
  const json::Value elements = change.Find("value").Find(list);
  if (!elements.exists()) return;
  if (!elements.is_array()) {
    Dead(change, "no_webhook", std::string(list) + " is no list");
    return;
  }
  for (const json::Value element : elements.elements()) {
    if (Storable(element)) (this->*handler)(element);
  }
}

void Mapper::EnterChange(json::Value value, json::Value entry) {
  const json::Value metadata = value.Find("metadata");
  number_id_ = Text(metadata.Find("phone_number_id"));
  contacts_ = value.Find("contacts");
  business_number_.clear();
  for (const char c : Cut(Text(metadata.Find("display_phone_number")), 32)) {
    if (c >= '0' && c <= '9') business_number_ += c;
  }
  if (!business_number_.empty()) business_number_.insert(0, 1, '+');
  context_.clear();
  ObjectWriter context(context_);
  context.Text("provider", "meta");
  context.Text("phoneNumberId", number_id_);
  context.Text("wabaId", Text(entry.Find("id")));
  context.End();
}

bool Mapper::Storable(json::Value element) {
  std::string_view why;
  std::string where;
  if (!element.is_object()) {
    Dead(element, "no_object", "an element that is no JSON object");
    return false;
  }
  if (element.FirstBad(&where, &why)) {
    Dead(element, "not_storable", where + ": " + std::string(why));
    return false;
  }
  if (element.JsonbTextBound() > 2 * element.raw().size() + kMostNumberText) {
    Dead(element, "not_storable", "its numbers are too long once stored");
    return false;
  }
  return true;
}

bool Mapper::Known(json::Value element, std::string_view id, const Person& person) {
  if (id.empty() || id.size() > kMostId) {
    Dead(element, "no_id", "an element without an id, or with one over 512 bytes");
    return false;
  }
  if (person.user_id.empty()) {
    Dead(element, "no_user", "an element that shows neither a phone nor a business-scoped id");
    return false;
  }
  return true;
}

EventTime Mapper::TimeOf(json::Value element) const {
  const json::Value stamp = element.Find("timestamp");
  const auto said = stamp.is_number() ? ParseEpoch(stamp.raw()) : ParseEpoch(Text(stamp));
  return OccurredAt(said, std::nullopt, delivery_->received_at());
}

void Mapper::Emit(json::Value element, std::string_view name, std::string_view user_id,
                  std::string_view space, std::string_view key, ObjectWriter& out) {
  out.End();
  const EventTime time = TimeOf(element);
  const json::Value stamp = element.Find("timestamp");
  std::string doubted;
  if (!time.believed && stamp.exists()) {
    const json::Patch keep{"clientTimestamp", stamp.raw()};
    json::ApplyPatches(context_, {&keep, 1}, doubted);
  }
  Told told;
  told.name = name;
  told.number_id = number_id_;
  told.key_space = space;
  told.key = key;
  told.user_id = user_id;
  told.occurred_at = time.occurred_at;
  told.properties = properties_;
  told.context = doubted.empty() ? context_ : doubted;
  told.raw = element.raw();
  delivery_->Add(told);
}

}  // namespace griot::whatsapp_crm::meta
