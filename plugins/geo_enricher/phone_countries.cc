#include "plugins/geo_enricher/phone_countries.h"

#include <phonenumbers/phonenumberutil.h>

#include <list>
#include <string>

#include "griot/session_key.hpp"

namespace griot::geo {
namespace {

std::string CountryOf(const PhoneText& phone) {
  using i18n::phonenumbers::PhoneNumber;
  using i18n::phonenumbers::PhoneNumberUtil;
  // Set no logger here: the library outlives this plugin, and would call code that is unloaded.
  static const PhoneNumberUtil* const util = PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  const std::string text(phone.view());
  if (util->Parse(text, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return {};
  std::string country;
  if (util->IsValidNumber(number)) {
    util->GetRegionCodeForNumber(number, &country);
  } else {
    // Numbering plans grow faster than metadata; a calling code that one country has is enough.
    std::list<std::string> countries;
    util->GetRegionCodesForCountryCallingCode(number.country_code(), &countries);
    if (countries.size() == 1) country = countries.front();
  }
  // "001" has no country: satellites, free-phone numbers. "ZZ" is not known.
  const bool known = country.size() == 2 && country != "ZZ";
  return known ? country : std::string();
}

}  // namespace

std::string_view PhoneCountries::Of(std::string_view user_id) {
  // Digits alone may be anyone's account.
  if (!user_id.starts_with('+')) return {};
  const auto phone = PhoneFromDigits(user_id);
  if (!phone) return {};
  const auto country = [](const Slot& slot) {
    return std::string_view(slot.country, slot.country[0] == 0 ? 0 : sizeof slot.country);
  };
  Set& set = sets_[Fnv1a(phone->view()) % sets_.size()];
  for (const Slot& slot : set.slots)
    if (slot.phone.view() == phone->view()) return country(slot);
  Slot& slot = set.slots[set.next];
  set.next = (set.next + 1) % kWays;
  slot = {*phone, {}};
  if (const std::string found = CountryOf(*phone); !found.empty())
    found.copy(slot.country, sizeof slot.country);
  return country(slot);
}

}  // namespace griot::geo
