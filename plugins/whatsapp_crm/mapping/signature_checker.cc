#include "plugins/whatsapp_crm/mapping/signature_checker.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "griot/json.hpp"
#include "plugins/whatsapp_crm/mapping/signed_text.h"

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr size_t kMostDigest = 64;
constexpr size_t kMostToken = 8192;
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

// How long the digest is; 0 where OpenSSL fails.
size_t Digest(EVP_MAC_CTX* state, std::span<const std::string_view> pieces,
              std::array<unsigned char, kMostDigest>& out) {
  // Without a key, init starts anew under the one it has.
  bool made = EVP_MAC_init(state, nullptr, 0, nullptr) == 1;
  for (const std::string_view piece : pieces) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(piece.data());
    made = EVP_MAC_update(state, bytes, piece.size()) == 1 && made;
  }
  size_t size = 0;
  made = EVP_MAC_final(state, out.data(), &size, out.size()) == 1 && made;
  return made ? size : 0;
}

bool IsFresh(std::string_view time, Micros tolerance, Micros now) {
  const auto sent = ParseEpoch(time);
  return sent && *sent <= now + tolerance && *sent >= now - tolerance;
}

}  // namespace

SignatureChecker::SignatureChecker(const Signature& scheme, std::span<const std::string> secrets)
    : scheme_(scheme) {
  if (scheme.algorithm.empty()) return;
  for (const Signature& other : scheme.others) {
    others_.push_back(std::make_unique<SignatureChecker>(other, secrets));
  }
  using Kind = Signature::Kind;
  if (scheme.kind == Kind::kHeaderToken || scheme.kind == Kind::kQueryToken) {
    secrets_.assign(secrets.begin(), secrets.end());
  }
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

bool SignatureChecker::Check(const SignedRequest& request, Micros now) const {
  if (scheme_.algorithm.empty()) return true;
  bool fits = CheckOwn(request, now);
  for (const auto& other : others_) fits |= other->CheckOwn(request, now);
  return fits;
}

bool SignatureChecker::CheckOwn(const SignedRequest& request, Micros now) const {
  if (scheme_.kind == Signature::Kind::kQueryToken) {
    const auto token = QueryValue(request.url, scheme_.header);
    return token && CheckToken(*token);
  }
  if (scheme_.kind == Signature::Kind::kHmac) return CheckHmac(request, now);
  const auto header = request.headers.Find(scheme_.header);
  if (!header || !header->starts_with(scheme_.prefix)) return false;
  const std::string_view shown = header->substr(scheme_.prefix.size());
  return scheme_.kind == Signature::Kind::kJwt ? CheckJwt(shown, now) : CheckToken(shown);
}

bool SignatureChecker::CheckHmac(const SignedRequest& request, Micros now) const {
  const auto header = request.headers.Find(scheme_.header);
  if (!header || !header->starts_with(scheme_.prefix)) return false;
  const std::string claimed = Claimed(header->substr(scheme_.prefix.size()), scheme_.base64);
  std::string_view time;
  if (!scheme_.time_header.empty()) {
    time = request.headers.Find(scheme_.time_header).value_or(std::string_view());
    if (!IsFresh(time, scheme_.tolerance, now)) return false;
  }
  using Part = Signature::Part;
  const auto has = [&](Part::Kind kind) {
    return std::ranges::find(scheme_.parts, kind, &Part::kind) != scheme_.parts.end();
  };
  const auto form = has(Part::Kind::kForm) ? SortedForm(request.body) : std::string();
  if (!form) return false;
  std::vector<std::string> urls(1);
  if (has(Part::Kind::kUrl)) urls = UrlForms(request.url);
  bool fits = false;
  for (const std::string& url : urls) {
    std::vector<std::string_view> pieces;
    for (const Part& part : scheme_.parts) {
      const std::string_view texts[] = {part.text, request.body, time, url, *form};
      pieces.push_back(texts[static_cast<size_t>(part.kind)]);
    }
    fits |= Signs(pieces, claimed);
  }
  return fits;
}

bool SignatureChecker::Signs(std::span<const std::string_view> pieces,
                             std::string_view claimed) const {
  bool fits = false;
  for (EVP_MAC_CTX* state : keyed_) {
    std::array<unsigned char, kMostDigest> digest;
    const size_t size = Digest(state, pieces, digest);
    Text text;
    const size_t length = Write({digest.data(), size}, scheme_.base64, text);
    const bool same = size > 0 && length == claimed.size() &&
                      CRYPTO_memcmp(text.data(), claimed.data(), length) == 0;
    fits |= same;
  }
  return fits;
}

// Both sides as digests: neither the secret's length nor where it differs can be timed.
bool SignatureChecker::CheckToken(std::string_view claimed) const {
  bool fits = false;
  for (size_t i = 0; i < keyed_.size(); ++i) {
    std::array<unsigned char, kMostDigest> shown, wanted;
    const std::string_view secret = secrets_[i];
    const size_t size = Digest(keyed_[i], {&claimed, 1}, shown);
    const bool made = size > 0 && Digest(keyed_[i], {&secret, 1}, wanted) == size;
    const bool same = made && CRYPTO_memcmp(shown.data(), wanted.data(), size) == 0;
    fits |= same;
  }
  return fits;
}

// RFC 7519, of which one algorithm is taken whatever the token says of itself. It must end.
bool SignatureChecker::CheckJwt(std::string_view token, Micros now) const {
  const size_t last = token.rfind('.');
  if (token.size() > kMostToken || last == token.npos) return false;
  const std::string_view said = token.substr(0, last);
  const size_t dot = said.find('.');
  if (dot == said.npos || said.find('.', dot + 1) != said.npos) return false;
  const auto digest = DecodeBase64Url(token.substr(last + 1));
  const auto header = DecodeBase64Url(said.substr(0, dot));
  const auto payload = DecodeBase64Url(said.substr(dot + 1));
  if (!digest || !header || !payload) return false;
  constexpr char kHex[] = "0123456789abcdef";
  std::string claimed;
  for (const char c : *digest) {
    claimed += kHex[static_cast<unsigned char>(c) >> 4];
    claimed += kHex[static_cast<unsigned char>(c) & 15];
  }
  if (!Signs({&said, 1}, claimed)) return false;
  json::Document document;
  if (!document.Parse(*header).ok() || !document.root().Find("alg").StringIs("HS256")) return false;
  if (!document.Parse(*payload).ok()) return false;
  const json::Value claims = document.root();
  for (const auto& [name, value] : scheme_.claims) {
    if (!claims.Find(name).StringIs(value)) return false;
  }
  const auto ends = ParseEpoch(claims.Find("exp").number_text().value_or(""));
  return ends && *ends > now - scheme_.tolerance;
}

}  // namespace griot::whatsapp_crm::mapping
