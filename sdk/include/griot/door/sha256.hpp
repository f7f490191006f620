#pragma once

// SHA-256, and the HMAC over it. Over OpenSSL, so a plugin that includes this links
// OpenSSL::Crypto.

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <string_view>

#include "griot/json/text.hpp"

namespace griot {
inline namespace sdk_v1 {

using Sha256Digest = std::array<std::uint8_t, 32>;

// As lower-case digits.
inline std::string HexOf(const Sha256Digest& digest) {
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

// Of digits in either case; nullopt: it is not so many, or no digits.
inline std::optional<Sha256Digest> DigestOfHex(std::string_view text) {
  Sha256Digest digest{};
  if (text.size() != digest.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int digit = json::detail::HexDigit(text[i]);
    if (digit < 0) return std::nullopt;
    digest[i / 2] = static_cast<std::uint8_t>(digest[i / 2] * 16 + digit);
  }
  return digest;
}

// Any thread.
inline Sha256Digest HmacSha256(std::string_view key, std::string_view text) {
  Sha256Digest digest;
  unsigned size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(),
           digest.data(), &size) == nullptr) {
    throw std::bad_alloc();  // the only way in which it fails
  }
  return digest;
}

// In a time that does not depend on where they differ.
inline bool SameDigest(const Sha256Digest& a, const Sha256Digest& b) {
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// SHA-256, with the algorithm looked up once. One thread.
class Sha256 {
 public:
  Sha256() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), state_(EVP_MD_CTX_new()) {
    if (algorithm_ == nullptr || state_ == nullptr) throw std::bad_alloc();
  }
  ~Sha256() {
    EVP_MD_CTX_free(state_);
    EVP_MD_free(algorithm_);
  }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256Digest operator()(std::string_view text) const {
    Sha256Digest digest;
    unsigned size = 0;
    if (EVP_DigestInit_ex2(state_, algorithm_, nullptr) != 1 ||
        EVP_DigestUpdate(state_, text.data(), text.size()) != 1 ||
        EVP_DigestFinal_ex(state_, digest.data(), &size) != 1 || size != digest.size()) {
      throw std::bad_alloc();  // the only way in which it fails
    }
    return digest;
  }

 private:
  EVP_MD* algorithm_;
  EVP_MD_CTX* state_;
};

}  // namespace sdk_v1
}  // namespace griot
