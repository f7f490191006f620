#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>

namespace griot::privacy {

// HMAC-SHA256 of a text, its first 128 bits as hex behind a prefix: the same text is the same hash
// as long as the key is, and without the key nobody can try phone numbers until one fits. One
// thread.
class KeyedHash {
 public:
  KeyedHash(std::string_view key, std::string_view prefix);
  void Append(std::string_view text, std::string* out);

 private:
  struct Free {
    void operator()(EVP_MAC_CTX* context) const;
  };
  std::unique_ptr<EVP_MAC_CTX, Free> context_;
  std::string prefix_;
};

}  // namespace griot::privacy
