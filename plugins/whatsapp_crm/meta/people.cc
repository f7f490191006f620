#include "plugins/whatsapp_crm/meta/people.h"

#include <cstring>

namespace griot::whatsapp_crm::meta {

std::string_view People::Text(json::Value value) const {
  if (!value.jsonb_ok()) return {};
  return value.string(scratch_).value_or(std::string_view());
}

Ids People::IdsOf(json::Value element, std::string_view phone, std::string_view user,
                  std::string_view parent) const {
  return {Text(element.Find(phone)), Text(element.Find(user)), Text(element.Find(parent))};
}

std::string_view People::Keep(std::string_view prefix, std::string_view text) const {
  char* const out = scratch_.Alloc(prefix.size() + text.size());
  if (out == nullptr) return {};
  std::memcpy(out, prefix.data(), prefix.size());
  std::memcpy(out + prefix.size(), text.data(), text.size());
  return {out, prefix.size() + text.size()};
}

json::Value People::Contact(json::Value contacts, const Ids& ids) const {
  json::Value only;
  size_t count = 0;
  for (const json::Value contact : contacts.elements()) {
    const json::Value wa_id = contact.Find("wa_id");
    const json::Value user_id = contact.Find("user_id");
    if (!ids.phone.empty() && (wa_id.StringIs(ids.phone) || user_id.StringIs(ids.phone))) {
      return contact;
    }
    if (!ids.user_id.empty() && user_id.StringIs(ids.user_id)) return contact;
    only = contact;
    ++count;
  }
  if (count != 1 || Contradicts(only, ids)) return {};
  return only;
}

// Whether the contact is surely somebody else. A phone and its WhatsApp id may be written in two
// ways (Brazil's 9), so what counts is the number that they stand for.
bool People::Contradicts(json::Value contact, const Ids& ids) const {
  const std::string_view wa_id = Text(contact.Find("wa_id"));
  const std::string_view user_id = Text(contact.Find("user_id"));
  if (!ids.user_id.empty() && !user_id.empty() && user_id != ids.user_id) return true;
  const auto theirs = PhoneFromDigits(wa_id);
  const auto ours = PhoneFromDigits(ids.phone);
  return theirs && ours && theirs->view() != ours->view();
}

Person People::Find(json::Value contacts, const Ids& ids) {
  Person person;
  const json::Value contact = Contact(contacts, ids);
  person.profile_name = Text(contact.Find("profile").Find("name"));
  person.username = Text(contact.Find("profile").Find("username"));
  const std::string_view contact_phone = Text(contact.Find("wa_id"));
  std::string_view own = ids.user_id.empty() ? Text(contact.Find("user_id")) : ids.user_id;
  std::string_view parent =
      ids.parent_user_id.empty() ? Text(contact.Find("parent_user_id")) : ids.parent_user_id;
  for (const std::string_view phone : {contact_phone, ids.phone}) {
    if (IsBsuid(phone)) {
      if (own.empty()) own = phone;
      continue;
    }
    const auto number = person.wa_id.empty() ? phones_.Get(phone) : std::nullopt;
    if (!number) continue;
    person.wa_id = phone;
    person.phone_valid = number->valid;
    person.user_id = Keep("", number->e164.view());
  }
  if (!IsBsuid(own)) own = {};
  if (!IsBsuid(parent)) parent = {};
  person.bsuid = parent.empty() ? own : parent;
  if (!parent.empty()) person.own_bsuid = own;
  if (person.user_id.empty() && !person.bsuid.empty()) {
    person.user_id = Keep("bsuid:", person.bsuid);
  }
  return person;
}

void WritePerson(const Person& person, ObjectWriter& out) {
  out.Text("waId", person.wa_id);
  if (!person.phone_valid) out.Bool("phoneValid", false);
  out.Text("bsuid", person.bsuid);
  out.Text("ownBsuid", person.own_bsuid);
  out.Text("profileName", person.profile_name);
  out.Text("username", person.username);
}

}  // namespace griot::whatsapp_crm::meta
