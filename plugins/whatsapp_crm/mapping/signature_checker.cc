#include "plugins/whatsapp_crm/mapping/signature_checker.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr size_t kMostDigest = 64;
// Base64 of the longest is shorter than its hex; one more for the zero that OpenSSL writes.
using Text = std::array<unsigned char, 2 * kMostDigest + 1>;

size_t Write(std::span<const unsigned char> digest, bool base64, Text& out) {
  if (base64) {
    const int size = EVP_EncodeBlock(out.data(), digest.data(), static_cast<int>(digest.size()));
    return static_cast<size_t>(size);
  }
  constexpr char kHex[] = "0123456789abcdef";
  size_t size = 0;
  for (const unsigned char byte : digest) {
    out[size++] = static_cast<unsigned char>(kHex[byte >> 4]);
    out[size++] = static_cast<unsigned char>(kHex[byte & 15]);
  }
  return size;
}

// Hex digits are the same in either case.
std::string Claimed(std::string_view text, bool base64) {
  std::string out(text.substr(0, 2 * kMostDigest + 1));
  for (char& c : out) {
    if (!base64 && c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool Feed(EVP_MAC_CTX* state, std::string_view text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  return EVP_MAC_update(state, bytes, text.size()) == 1;
}

bool IsFresh(std::string_view time, Micros tolerance, Micros now) {
  const auto sent = ParseEpoch(time);
  return sent && *sent <= now + tolerance && *sent >= now - tolerance;
}

}  // namespace

SignatureChecker::SignatureChecker(const Signature& scheme, std::span<const std::string> secrets)
    : scheme_(scheme) {
  if (scheme.algorithm.empty()) return;
  std::string digest = scheme.algorithm;
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), digest.size()),
      OSSL_PARAM_construct_end()};
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  for (const std::string& secret : secrets) {
    EVP_MAC_CTX* const state = EVP_MAC_CTX_new(mac);
    keyed_.push_back(state);
    const auto* key = reinterpret_cast<const unsigned char*>(secret.data());
    if (state != nullptr && EVP_MAC_init(state, key, secret.size(), params) == 1) continue;
    for (EVP_MAC_CTX* made : keyed_) EVP_MAC_CTX_free(made);
    EVP_MAC_free(mac);
    throw std::runtime_error("OpenSSL offers no HMAC-" + scheme.algorithm);
  }
  EVP_MAC_free(mac);
}

SignatureChecker::~SignatureChecker() {
  for (EVP_MAC_CTX* state : keyed_) EVP_MAC_CTX_free(state);
}

bool SignatureChecker::Check(const Headers& headers, std::string_view body, Micros now) const {
  if (scheme_.algorithm.empty()) return true;
  const auto header = headers.Find(scheme_.header);
  if (!header || !header->starts_with(scheme_.prefix)) return false;
  const std::string claimed = Claimed(header->substr(scheme_.prefix.size()), scheme_.base64);
  std::string_view time;
  if (!scheme_.time_header.empty()) {
    time = headers.Find(scheme_.time_header).value_or(std::string_view());
    if (!IsFresh(time, scheme_.tolerance, now)) return false;
  }
  bool fits = false;
  for (EVP_MAC_CTX* state : keyed_) {
    // Without a key, init starts anew under the one it has.
    bool made = EVP_MAC_init(state, nullptr, 0, nullptr) == 1;
    for (const Signature::Part& part : scheme_.parts) {
      std::string_view text = part.text;
      if (part.kind == Signature::Part::Kind::kBody) text = body;
      if (part.kind == Signature::Part::Kind::kTime) text = time;
      made = Feed(state, text) && made;
    }
    std::array<unsigned char, kMostDigest> digest;
    size_t size = 0;
    made = EVP_MAC_final(state, digest.data(), &size, digest.size()) == 1 && made;
    Text text;
    const size_t length = Write({digest.data(), size}, scheme_.base64, text);
    const bool same =
        made && length == claimed.size() && CRYPTO_memcmp(text.data(), claimed.data(), length) == 0;
    fits |= same;
  }
  return fits;
}

}  // namespace griot::whatsapp_crm::mapping
