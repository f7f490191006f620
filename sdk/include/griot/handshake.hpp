#pragma once

// Tokens that a link in a chat carries as `hs_token`: who the link was sent to, so that the page
// that it opens can be known to be the same person. Links OpenSSL::Crypto.

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>

#include "griot/door/key_secret.hpp"
#include "griot/json.hpp"

namespace griot {
inline namespace sdk_v1 {

// What a token says of the link that it stands in. Plain data.
struct HandshakeClaims {
  std::string user;           // whom the link was sent to
  std::string message_id;     // the provider's, of the message with the link; empty: not known
  std::string campaign_id;    // empty: none
  std::string template_name;  // empty: none
  std::int64_t expires = 0;  // seconds since 1970: after this an event that shows it proves nothing
};

namespace detail {

constexpr std::string_view kHandshakeMark = "g1.";
constexpr std::size_t kHandshakeNonce = 12, kHandshakeTag = 16;
constexpr std::size_t kMostHandshake = 2048;  // characters

constexpr char kBase64Url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

inline void AppendBase64Url(std::string& out, std::string_view bytes) {
  unsigned bits = 0, held = 0;
  for (const char c : bytes) {
    held = held << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) out += kBase64Url[held >> (bits - 6) & 63];
  }
  if (bits > 0) out += kBase64Url[held << (6 - bits) & 63];
}

// nullopt: no base64url without padding.
inline std::optional<std::string> BytesOfBase64Url(std::string_view text) {
  static const auto values = [] {
    std::array<std::int8_t, 256> of;
    of.fill(-1);
    for (std::int8_t i = 0; i < 64; ++i) of[static_cast<unsigned char>(kBase64Url[i])] = i;
    return of;
  }();
  std::string bytes;
  unsigned bits = 0, held = 0;
  for (const char c : text) {
    const int value = values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    held = held << 6 | static_cast<unsigned>(value);
    if ((bits += 6) < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits & 255);
  }
  // One text for each token: what is left over is less than a character, and nothing.
  if (bits >= 6 || (held & ((1U << bits) - 1)) != 0) return std::nullopt;
  return bytes;
}

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* c) const { EVP_CIPHER_CTX_free(c); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

inline const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// What is sealed with `nonce` and then the tag behind it, or opened again. nullopt: not sealed so.
inline std::optional<std::string> Gcm(const Sha256Digest& key, std::string_view nonce,
                                      std::string_view text, std::string_view* tag, bool seals) {
  const Cipher cipher(EVP_CIPHER_CTX_new());
  if (cipher == nullptr) throw std::bad_alloc();
  EVP_CIPHER_CTX* const c = cipher.get();
  std::string out(text.size(), '\0');
  int size = 0;
  if (EVP_CipherInit_ex(c, EVP_aes_256_gcm(), nullptr, key.data(), Bytes(nonce), seals) != 1 ||
      EVP_CipherUpdate(c, Bytes(out), &size, Bytes(text), static_cast<int>(text.size())) != 1) {
    return std::nullopt;
  }
  std::string seal(tag->empty() ? std::string(kHandshakeTag, '\0') : std::string(*tag));
  if (!seals && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, kHandshakeTag, seal.data()) != 1) {
    return std::nullopt;
  }
  if (EVP_CipherFinal_ex(c, Bytes(out) + size, &size) != 1) return std::nullopt;
  if (!seals) return out;
  if (EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, kHandshakeTag, seal.data()) != 1) {
    return std::nullopt;
  }
  return out + seal;
}

}  // namespace detail

// A token for the links of this project. It is sealed, not only signed (AES-256-GCM under a key of
// the project's own): links are seen by others, and a phone number must not be. Any thread.
inline std::string SealHandshake(const DeploymentSecret& secret, std::string_view project,
                                 const HandshakeClaims& claims) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("u").String(claims.user).Key("x").Int(claims.expires);
  if (!claims.message_id.empty()) w.Key("m").String(claims.message_id);
  if (!claims.campaign_id.empty()) w.Key("c").String(claims.campaign_id);
  if (!claims.template_name.empty()) w.Key("t").String(claims.template_name);
  w.EndObject();
  std::string nonce(detail::kHandshakeNonce, '\0');
  std::string_view no_tag;
  if (RAND_bytes(detail::Bytes(nonce), detail::kHandshakeNonce) != 1) throw std::bad_alloc();
  const auto sealed = detail::Gcm(secret.HandshakeKey(project), nonce, text, &no_tag, true);
  if (!sealed) throw std::bad_alloc();  // the only way in which it fails
  std::string token(detail::kHandshakeMark);
  detail::AppendBase64Url(token, nonce + *sealed);
  return token;
}

// What a token of this project says; nullopt: it is none of ours. Whether it has expired is for the
// caller to tell, by the time of the event that shows it. Any thread.
inline std::optional<HandshakeClaims> ReadHandshake(const DeploymentSecrets& secrets,
                                                    std::string_view project,
                                                    std::string_view token) {
  if (!token.starts_with(detail::kHandshakeMark) || token.size() > detail::kMostHandshake) {
    return std::nullopt;
  }
  const auto bytes = detail::BytesOfBase64Url(token.substr(detail::kHandshakeMark.size()));
  if (!bytes || bytes->size() < detail::kHandshakeNonce + detail::kHandshakeTag) {
    return std::nullopt;
  }
  const std::string_view all = *bytes;
  const std::string_view nonce = all.substr(0, detail::kHandshakeNonce);
  std::string_view tag = all.substr(all.size() - detail::kHandshakeTag);
  const std::string_view sealed = all.substr(nonce.size(), all.size() - nonce.size() - tag.size());
  for (const DeploymentSecret& secret : secrets.list()) {
    const auto text = detail::Gcm(secret.HandshakeKey(project), nonce, sealed, &tag, false);
    if (!text) continue;
    json::Scratch scratch;
    const auto member = [&](const char* name) {
      return std::string(json::GetString(*text, name, scratch).value_or(""));
    };
    const auto expires = json::GetInt(*text, "x");
    if (!expires) return std::nullopt;
    return HandshakeClaims{member("u"), member("m"), member("c"), member("t"), *expires};
  }
  return std::nullopt;
}

}  // namespace sdk_v1
}  // namespace griot
