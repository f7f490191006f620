#pragma once

#include <openssl/crypto.h>

#include <string>
#include <string_view>
#include <vector>

namespace griot::whatsapp_crm {

// In constant time for texts of one length.
inline bool SameSecret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

inline bool IsAnyOf(const std::vector<std::string>& secrets, std::string_view text) {
  bool found = false;
  for (const std::string& secret : secrets) found |= SameSecret(secret, text);
  return found;
}

}  // namespace griot::whatsapp_crm
