#include "plugins/geo_enricher/phone_countries.h"

#include <phonenumbers/phonenumberutil.h>

#include <list>
#include <string>

#include "griot/session_key.hpp"

namespace griot::geo {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// The countries of the calling code that the digits begin with: no code begins with another.
std::list<std::string> CountriesOf(const PhoneNumberUtil& util, std::string_view digits) {
  std::list<std::string> countries;
  int code = 0;
  for (size_t i = 0; i < 3 && countries.empty(); ++i) {
    code = code * 10 + (digits[i] - '0');
    util.GetRegionCodesForCountryCallingCode(code, &countries);
  }
  return countries;
}

std::string CountryOf(const PhoneText& phone) {
  constexpr size_t kFewestDigits = 7;
  if (phone.digits().size() < kFewestDigits) return {};
  // Set no logger here: the library outlives this plugin, and would call code that is unloaded.
  static const PhoneNumberUtil* const util = PhoneNumberUtil::GetInstance();
  const std::list<std::string> countries = CountriesOf(*util, phone.digits());
  if (countries.empty()) return {};
  // Numbering plans grow faster than metadata, and to ask them costs ten times as much: a calling
  // code that one country has is enough.
  std::string country = countries.front();
  if (countries.size() > 1) {
    PhoneNumber number;
    const std::string text(phone.view());
    if (util->Parse(text, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return {};
    util->GetRegionCodeForNumber(number, &country);
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
