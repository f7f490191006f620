#pragma once

// SHA-256. Over OpenSSL, so a plugin that includes this links OpenSSL::Crypto.

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <new>
#include <string_view>

namespace griot {
inline namespace sdk_v1 {

using Sha256Digest = std::array<std::uint8_t, 32>;

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
