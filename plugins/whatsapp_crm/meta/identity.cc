#include "plugins/whatsapp_crm/meta/mapper.h"

namespace griot::whatsapp_crm::meta {
namespace {

// "User Ann changed from US.1 to US.2": the only place that tells the old id.
std::string_view BsuidIn(std::string_view text, std::string_view except) {
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (IsBsuid(word) && word != except) return word;
  }
  return {};
}

}  // namespace

void Mapper::MapSystem(json::Value message) {
  const std::string_view type = Text(message.Find("system").Find("type"));
  const Person person = people_.Find(
      contacts_, people_.IdsOf(message, "from", "from_user_id", "from_parent_user_id"));
  if (!Known(message, Text(message.Find("id")), person)) return;
  if (type == "user_changed_number" || type == "customer_changed_number") {
    return MapNumberChange(message, person);
  }
  if (type == "user_changed_user_id") return MapBsuidChange(message, person);
  if (type != "customer_identity_changed") return delivery_->Ignore("system_type");
  // The user has a new phone or a new installation: the same person, whom nothing links anew.
  ObjectWriter out = Begin();
  out.Text("change", "identity_key");
  WritePerson(person, out);
  Emit(message, "identify", person.user_id, "wamid", Text(message.Find("id")), out);
}

// An alias, as every door calls it: who is known by the previous id is now known by the new one.
void Mapper::MapNumberChange(json::Value message, const Person& before) {
  const json::Value system = message.Find("system");
  const std::string_view wa_id = Text(system.Find("wa_id"));
  const Ids ids{
      wa_id.empty() ? Text(system.Find("new_wa_id")) : wa_id, Text(system.Find("user_id")), {}};
  const Person after = people_.Find(json::Value(), ids);
  if (after.user_id.empty() || after.user_id == before.user_id) {
    return Dead(message, "no_new_id", "a change of number without the new one");
  }
  ObjectWriter out = Begin();
  out.Text("change", "number");
  out.Text("previousId", before.user_id);
  out.Text("previousWaId", before.wa_id);
  out.Text("businessNumber", business_number_);
  WritePerson(after, out);
  Emit(message, "alias", after.user_id, "wamid", Text(message.Find("id")), out);
}

void Mapper::MapBsuidChange(json::Value message, const Person& person) {
  const json::Value system = message.Find("system");
  const std::string_view current = Text(system.Find("user_id"));
  const std::string_view previous = BsuidIn(Text(system.Find("body")), current);
  if (!IsBsuid(current)) {
    return Dead(message, "no_new_id", "a change of id without the new one");
  }
  Person after = people_.Find(json::Value(), {person.wa_id, current, {}});
  ObjectWriter out = Begin();
  out.Text("change", "user_id");
  if (!previous.empty()) out.Text("previousId", "bsuid:" + std::string(previous));
  out.Text("businessNumber", business_number_);
  WritePerson(after, out);
  // Without the old id it still shows that the number and the new one are the same person.
  Emit(message, previous.empty() ? "identify" : "alias", after.user_id, "wamid",
       Text(message.Find("id")), out);
}

void Mapper::MapIdUpdate(json::Value update) {
  const auto part = [&](std::string_view which, std::string_view when) {
    return Text(update.Find(which).Find(when));
  };
  const Person before = people_.Find(
      json::Value(), {{}, part("user_id", "previous"), part("parent_user_id", "previous")});
  const Person after = people_.Find(
      contacts_,
      {Text(update.Find("wa_id")), part("user_id", "current"), part("parent_user_id", "current")});
  if (before.user_id.empty() || after.bsuid.empty()) {
    return Dead(update, "no_new_id", "a change of id without the previous and the current one");
  }
  ObjectWriter out = Begin();
  out.Text("change", "user_id");
  out.Text("previousId", before.user_id);
  out.Text("businessNumber", business_number_);
  WritePerson(after, out);
  key_.assign("user_id:").append(before.bsuid).append(">").append(after.bsuid);
  Emit(update, "alias", after.user_id, "meta", key_, out);
}

// The user stopped or resumed marketing messages.
void Mapper::MapPreference(json::Value preference) {
  const Person person =
      people_.Find(contacts_, people_.IdsOf(preference, "wa_id", "user_id", "parent_user_id"));
  const std::string_view category = Text(preference.Find("category"));
  const std::string_view value = Text(preference.Find("value"));
  if (!Known(preference, value, person)) return;
  ObjectWriter out = Begin();
  out.Text("category", category);
  out.Text("value", value);
  out.Text("businessNumber", business_number_);
  WritePerson(person, out);
  key_.assign("preference:").append(person.user_id).append(":").append(category).append(":");
  key_.append(value).append(":").append(preference.Find("timestamp").raw().substr(0, 64));
  Emit(preference, "contact.preferences", person.user_id, "meta", key_, out);
}

}  // namespace griot::whatsapp_crm::meta
