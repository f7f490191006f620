#include "plugins/whatsapp_crm/phone_book.h"

#include <phonenumbers/phonenumberutil.h>

#include <string>

#include "griot/session_key.hpp"

namespace griot::whatsapp_crm {
namespace {

bool Exists(const PhoneText& phone) {
  using i18n::phonenumbers::PhoneNumber;
  using i18n::phonenumbers::PhoneNumberUtil;
  // Benin put 01 in front of all its numbers in 2024, which older metadata does not know.
  const std::string_view digits = phone.digits();
  if (digits.size() == 13 && digits.starts_with("22901")) return true;
  // Set no logger here: the library outlives this plugin, and would call code that is unloaded.
  static const PhoneNumberUtil* const util = PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  const std::string text(phone.view());
  return util->Parse(text, "ZZ", &number) == PhoneNumberUtil::NO_PARSING_ERROR &&
         util->IsValidNumber(number);
}

}  // namespace

std::optional<Phone> PhoneBook::Get(std::string_view text) {
  const auto phone = PhoneFromDigits(text);
  if (!phone) return std::nullopt;
  Set& set = sets_[Fnv1a(phone->view()) % sets_.size()];
  for (const Slot& slot : set.slots) {
    if (slot.e164.view() == phone->view()) return Phone{slot.e164, slot.valid};
  }
  Slot& slot = set.slots[set.next];
  set.next = (set.next + 1) % kWays;
  slot = {*phone, Exists(*phone)};
  return Phone{slot.e164, slot.valid};
}

}  // namespace griot::whatsapp_crm
