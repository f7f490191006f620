#pragma once

#include <string_view>

#include "griot/json.hpp"
#include "plugins/whatsapp_crm/bsuid.h"
#include "plugins/whatsapp_crm/object_writer.h"
#include "plugins/whatsapp_crm/phone_book.h"

namespace griot::whatsapp_crm::meta {

// A WhatsApp user as one payload shows them. Views into the payload or the scratch memory.
struct Person {
  std::string_view user_id;    // "+254712345678", else "bsuid:US.ENT.…"; empty: unknown
  std::string_view wa_id;      // the digits as they came, which sending needs
  std::string_view bsuid;      // the portfolio's parent id where it is shown, else the user's own
  std::string_view own_bsuid;  // only beside a parent's
  std::string_view profile_name;
  std::string_view username;
  bool phone_valid = true;
};

// Ids of one user as an element writes them; `phone` may be a business-scoped id by mistake.
struct Ids {
  std::string_view phone;
  std::string_view user_id;
  std::string_view parent_user_id;
};

// Puts users together from an element and the contacts beside it. One thread. `scratch` must
// outlive what it gives.
class People {
 public:
  explicit People(json::Scratch& scratch) : scratch_(scratch) {}

  Person Find(json::Value contacts, const Ids& ids);
  // Decoded text of a string that jsonb takes; empty for anything else.
  std::string_view Text(json::Value value) const;
  Ids IdsOf(json::Value element, std::string_view phone, std::string_view user,
            std::string_view parent) const;

 private:
  json::Value Contact(json::Value contacts, const Ids& ids) const;
  bool Contradicts(json::Value contact, const Ids& ids) const;
  std::string_view Keep(std::string_view prefix, std::string_view text) const;

  json::Scratch& scratch_;
  PhoneBook phones_;
};

// What identity can learn from the event, and how to write to the person.
void WritePerson(const Person& person, ObjectWriter& out);

}  // namespace griot::whatsapp_crm::meta
