#include "plugins/privacy_filter/keyed_hash.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <stdexcept>

namespace griot::privacy {
namespace {

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

void KeyedHash::Free::operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }

KeyedHash::KeyedHash(std::string_view key, std::string_view prefix) : prefix_(prefix) {
  EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  context_.reset(EVP_MAC_CTX_new(mac));
  EVP_MAC_free(mac);
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                               OSSL_PARAM_construct_end()};
  if (context_ == nullptr || EVP_MAC_init(context_.get(), Bytes(key), key.size(), params) != 1)
    throw std::runtime_error("OpenSSL has no HMAC-SHA256");
}

void KeyedHash::Append(std::string_view text, std::string* out) {
  constexpr size_t kKept = 16;
  unsigned char digest[32];
  size_t size = 0;
  // Without a key, init starts anew under the one it has.
  const bool made = EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1 &&
                    EVP_MAC_update(context_.get(), Bytes(text), text.size()) == 1 &&
                    EVP_MAC_final(context_.get(), digest, &size, sizeof digest) == 1;
  if (!made) throw std::runtime_error("OpenSSL cannot hash");
  *out += prefix_;
  for (size_t i = 0; i < kKept; ++i) {
    *out += "0123456789abcdef"[digest[i] >> 4];
    *out += "0123456789abcdef"[digest[i] & 15];
  }
}

}  // namespace griot::privacy
