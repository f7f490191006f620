#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "griot/phone.hpp"

namespace griot::whatsapp_crm {

struct Phone {
  PhoneText e164;
  bool valid = false;  // by its country's numbering plan
};

// Numbers as E.164, with whether they can exist. Remembers those met last, because to ask
// libphonenumber costs more than all the rest of a message. One thread.
class PhoneBook {
 public:
  // nullopt: no phone number at all. A number that cannot exist is given as it stands.
  std::optional<Phone> Get(std::string_view text);

 private:
  struct Slot {
    PhoneText e164;
    bool valid = false;
  };
  // Few sets of several: two numbers that are met in turn must not drive each other out.
  static constexpr size_t kWays = 4;
  struct Set {
    std::array<Slot, kWays> slots;
    uint8_t next = 0;  // the one to be replaced
  };
  std::array<Set, 1024> sets_;
};

}  // namespace griot::whatsapp_crm
