#include "plugins/whatsapp_crm/meta/signature.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <stdexcept>

#include "griot/json.hpp"

namespace griot::whatsapp_crm::meta {
namespace {

using Digest = std::array<uint8_t, 32>;
constexpr std::string_view kPrefix = "sha256=";

bool ReadHex(std::string_view text, Digest* digest) {
  if (text.size() != digest->size() * 2) return false;
  bool good = true;
  for (size_t i = 0; i < digest->size(); ++i) {
    const int high = json::detail::HexDigit(text[2 * i]);
    const int low = json::detail::HexDigit(text[2 * i + 1]);
    good = good && high >= 0 && low >= 0;
    (*digest)[i] = static_cast<uint8_t>((high & 15) << 4 | (low & 15));
  }
  return good;
}

}  // namespace

SignatureChecker::SignatureChecker(std::span<const std::string> secrets) {
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, sizeof digest - 1),
      OSSL_PARAM_construct_end()};
  for (const std::string& secret : secrets) {
    EVP_MAC_CTX* state = EVP_MAC_CTX_new(mac);
    const auto* key = reinterpret_cast<const unsigned char*>(secret.data());
    if (state == nullptr || EVP_MAC_init(state, key, secret.size(), params) != 1) {
      throw std::runtime_error("OpenSSL offers no HMAC-SHA256");
    }
    keyed_.push_back(state);
  }
  EVP_MAC_free(mac);
}

SignatureChecker::~SignatureChecker() {
  for (EVP_MAC_CTX* state : keyed_) EVP_MAC_CTX_free(state);
}

bool SignatureChecker::Check(std::string_view header, std::string_view body) const {
  Digest claimed{};
  if (!header.starts_with(kPrefix)) return false;
  if (!ReadHex(header.substr(kPrefix.size()), &claimed)) return false;
  const auto* bytes = reinterpret_cast<const unsigned char*>(body.data());
  bool fits = false;
  for (EVP_MAC_CTX* state : keyed_) {
    Digest expected;
    size_t size = 0;
    // Without a key, init starts anew under the one it has.
    const bool made = EVP_MAC_init(state, nullptr, 0, nullptr) == 1 &&
                      EVP_MAC_update(state, bytes, body.size()) == 1 &&
                      EVP_MAC_final(state, expected.data(), &size, expected.size()) == 1;
    const bool same = CRYPTO_memcmp(expected.data(), claimed.data(), expected.size()) == 0;
    fits |= made & same & (size == expected.size());
  }
  return fits;
}

}  // namespace griot::whatsapp_crm::meta
