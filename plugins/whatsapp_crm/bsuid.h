#pragma once

#include <algorithm>
#include <string_view>

namespace griot::whatsapp_crm {

// A business-scoped user id of WhatsApp's: "US.1349…" or "US.ENT.1349…".
inline bool IsBsuid(std::string_view text) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto alnum = [&](char c) {
    return upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  if (text.size() < 4 || !upper(text[0]) || !upper(text[1]) || text[2] != '.') return false;
  text.remove_prefix(3);
  if (text.starts_with("ENT.")) text.remove_prefix(4);
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), alnum);
}

}  // namespace griot::whatsapp_crm
