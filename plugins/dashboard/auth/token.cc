#include "plugins/dashboard/auth/token.h"

#include <sodium.h>
#include <sys/random.h>

#include <array>
#include <stdexcept>

#include "griot/door/sha256.hpp"

namespace griot::dashboard {
namespace {

constexpr size_t kTokenChars = 43;
constexpr int kLetters = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

template <size_t kSize>
std::string Base64Url(const std::array<unsigned char, kSize>& bytes) {
  std::array<char, sodium_base64_ENCODED_LEN(kSize, kLetters)> text{};
  return sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kLetters);
}

}  // namespace

std::string MakeToken() {
  std::array<unsigned char, 32> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::runtime_error("getrandom: the system gives no random bytes");
  }
  return Base64Url(bytes);
}

std::string KeptOf(std::string_view token) { return "\\x" + HexOf(Sha256()(token)); }

std::string TokenSigner::Sign(std::string_view token) const {
  return std::string(token) + "." + Base64Url(HmacSha256(key_, token));
}

std::optional<std::string> TokenSigner::Check(std::string_view text) const {
  if (text.size() <= kTokenChars) return std::nullopt;
  std::string token(text.substr(0, kTokenChars));
  const std::string right = Sign(token);
  if (text.size() != right.size() || sodium_memcmp(text.data(), right.data(), right.size()) != 0) {
    return std::nullopt;
  }
  return token;
}

}  // namespace griot::dashboard
