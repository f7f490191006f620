#pragma once

#include <optional>
#include <string_view>

namespace griot::whatsapp_crm::mapping {

// The number in an address as providers write it: digits with or without +, with the spaces and
// brackets that people put in, "whatsapp:+254…", "254…@c.us", "254…:12@s.whatsapp.net". nullopt:
// an address of something else (a group, a broadcast, a linked id). Pure.
inline std::optional<std::string_view> NumberIn(std::string_view address, char (&out)[32]) {
  if (address.starts_with("whatsapp:")) address.remove_prefix(9);
  if (const size_t at = address.find('@'); at != address.npos) {
    const std::string_view domain = address.substr(at + 1);
    if (domain != "s.whatsapp.net" && domain != "c.us") return std::nullopt;
    address = address.substr(0, at);
    address = address.substr(0, address.find(':'));  // the device
  }
  if (address.find_first_of(" -()./") == address.npos) return address;
  size_t size = 0;
  for (const char c : address) {
    if (std::string_view(" -()./").find(c) != std::string_view::npos) continue;
    if (size == sizeof out) return std::nullopt;
    out[size++] = c;
  }
  return std::string_view(out, size);
}

}  // namespace griot::whatsapp_crm::mapping
