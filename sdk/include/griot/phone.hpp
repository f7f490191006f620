#pragma once

// Phone numbers as text: digits to E.164, by the rules that hold whatever the country's metadata.

#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

namespace griot {
inline namespace sdk_v1 {

// "+" and at most 17 digits. Plain data.
class PhoneText {
 public:
  std::string_view view() const noexcept { return {text_, size_}; }
  std::string_view digits() const noexcept { return view().substr(1); }

  void Append(std::string_view digits) noexcept {
    std::memcpy(text_ + size_, digits.data(), digits.size());
    size_ += digits.size();
  }

 private:
  char text_[18] = {'+'};
  std::size_t size_ = 1;
};

// An international number, with or without its "+", as WhatsApp and CRMs write it. Numbers whose
// country has changed its plan come out as they are dialled today, because WhatsApp keeps the old
// form for accounts made before: Mexico's 1 after 52 goes, Brazil's mobiles get their 9, Benin's
// numbers their 01. nullopt: no number at all (other characters, no digit, over 15 digits). Whether
// the number is in use by its country's plan is not asked here. Pure.
inline std::optional<PhoneText> PhoneFromDigits(std::string_view text) noexcept {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.size() > 15) return std::nullopt;
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  PhoneText phone;
  if (text.size() == 13 && text.starts_with("521")) {
    phone.Append("52");
    phone.Append(text.substr(3));
  } else if (text.size() == 12 && text.starts_with("55") && text[4] >= '6') {
    phone.Append(text.substr(0, 4));
    phone.Append("9");
    phone.Append(text.substr(4));
  } else if (text.size() == 11 && text.starts_with("229")) {
    phone.Append("22901");
    phone.Append(text.substr(3));
  } else {
    phone.Append(text);
  }
  return phone;
}

}  // namespace sdk_v1
}  // namespace griot
