#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "griot/phone.hpp"

namespace griot::geo {

// Countries of phone numbers, by libphonenumber. Remembers those met last, because to ask it costs
// more than all the rest. One thread.
class PhoneCountries {
 public:
  // ISO 3166-1 alpha-2; empty: no number with its "+", or one that no single country has.
  std::string_view Of(std::string_view user_id);

 private:
  struct Slot {
    PhoneText phone;
    char country[2] = {};  // zeros: none
  };
  // Few sets of several: two numbers that are met in turn must not drive each other out.
  static constexpr size_t kWays = 4;
  struct Set {
    std::array<Slot, kWays> slots;
    uint8_t next = 0;  // the one to be replaced
  };
  std::array<Set, 16384> sets_;  // 2.6 MB, for 65,536 people
};

}  // namespace griot::geo
