#include "plugins/web_sdk/key_ring.h"

#include <openssl/evp.h>

#include <new>
#include <optional>

#include "griot/json.hpp"

namespace griot::web_sdk {
namespace {

std::optional<KeyDigest> ReadHex(std::string_view text) {
  KeyDigest digest{};
  if (text.size() != digest.size() * 2) return std::nullopt;
  for (size_t i = 0; i < text.size(); ++i) {
    const int digit = json::detail::HexDigit(text[i]);
    if (digit < 0) return std::nullopt;
    digest[i / 2] = static_cast<uint8_t>(digest[i / 2] * 16 + digit);
  }
  return digest;
}

}  // namespace

std::shared_ptr<const KeyRing> KeyRing::Parse(uint64_t version, std::string_view settings) {
  auto ring = std::make_shared<KeyRing>();
  ring->version_ = version;
  json::Document document;
  json::Scratch scratch;
  if (!document.Parse(settings).ok()) return ring;
  for (const auto [key, entry] : document.root().Find("write_keys").members()) {
    const json::Value kind = entry.Find("kind");
    if (kind.exists() && !kind.StringIs("write")) continue;  // a read key opens no door
    const auto digest = ReadHex(key.string(scratch).value_or(""));
    const auto project = entry.Find("project").string(scratch);
    if (!digest || !project || project->empty() || !entry.Find("project").jsonb_ok()) {
      ++ring->left_out_;
      continue;
    }
    ring->keys_.insert_or_assign(*digest, WriteKey{std::string(*project)});
  }
  return ring;
}

const WriteKey* KeyRing::Find(const KeyDigest& digest) const {
  const auto found = keys_.find(digest);
  return found == keys_.end() ? nullptr : &found->second;
}

std::shared_ptr<const KeyRing> KeyStore::Newest() {
  const std::lock_guard lock(mutex_);
  const SettingsSnapshot snapshot;
  if (snapshot.version() == 0) return nullptr;
  if (ring_ != nullptr && ring_->version() == snapshot.version()) return ring_;
  ring_ = KeyRing::Parse(snapshot.version(), snapshot.json());
  if (ring_->left_out() > 0) {
    context_.Warn(std::to_string(ring_->left_out()) +
                  " write keys of the settings have no SHA-256 or no project, and open nothing");
  }
  return ring_;
}

Sha256::Sha256() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), state_(EVP_MD_CTX_new()) {
  if (algorithm_ == nullptr || state_ == nullptr) throw std::bad_alloc();
}

Sha256::~Sha256() {
  EVP_MD_CTX_free(state_);
  EVP_MD_free(algorithm_);
}

KeyDigest Sha256::operator()(std::string_view text) const {
  KeyDigest digest;
  unsigned size = 0;
  if (EVP_DigestInit_ex2(state_, algorithm_, nullptr) != 1 ||
      EVP_DigestUpdate(state_, text.data(), text.size()) != 1 ||
      EVP_DigestFinal_ex(state_, digest.data(), &size) != 1 || size != digest.size()) {
    throw std::bad_alloc();  // the only way in which it fails
  }
  return digest;
}

}  // namespace griot::web_sdk
