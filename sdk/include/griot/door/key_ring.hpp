#pragma once

// The write keys of one version of the settings.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "griot/door/sha256.hpp"
#include "griot/door/write_key.hpp"
#include "griot/json.hpp"

namespace griot {
inline namespace sdk_v1 {

// Keys of one kind, by SHA-256: the keys themselves are never known here. Unchanging but for the
// buckets of those with a limit, so safe from any thread.
class KeyRing {
 public:
  // Entries that make no sense are left out and counted. `before`, or null: whose buckets go on.
  // `kind`: what the keys are for; a key for reading opens no door.
  static std::shared_ptr<KeyRing> Parse(std::uint64_t version, std::string_view settings,
                                        const DeploymentSecrets& secrets = {},
                                        const KeyRing* before = nullptr,
                                        std::string_view kind = "write") {
    auto ring = std::make_shared<KeyRing>();
    ring->version_ = version;
    json::Document document;
    json::Scratch scratch;
    if (!document.Parse(settings).ok()) return ring;
    for (const auto [hash, entry] : document.root().Find("write_keys").members()) {
      const json::Value is = entry.Find("kind");
      if (is.exists() ? !is.StringIs(kind) : kind != "write") continue;
      const auto digest = DigestOfHex(hash.string(scratch).value_or(""));
      const WriteKey* const old = digest && before != nullptr ? before->Find(*digest) : nullptr;
      auto key = digest ? WriteKey::Parse(*digest, entry, secrets, old) : std::nullopt;
      if (!key) {
        ++ring->left_out_;
        continue;
      }
      if (key->is_signed && key->secret.empty()) ++ring->unverifiable_;
      ring->keys_.insert_or_assign(*digest, std::move(*key));
    }
    return ring;
  }

  std::uint64_t version() const { return version_; }
  std::size_t size() const { return keys_.size(); }
  std::size_t left_out() const { return left_out_; }
  // Keys whose signatures cannot be checked here.
  std::size_t unverifiable() const { return unverifiable_; }

  // Valid as long as the ring; null when the key opens nothing.
  const WriteKey* Find(const KeyDigest& digest) const {
    const auto found = keys_.find(digest);
    return found == keys_.end() ? nullptr : &found->second;
  }
  // By the key's own text. What is longer than any key costs no hash.
  const WriteKey* Find(const Sha256& digest, std::string_view text) const {
    constexpr std::size_t kMostKeyChars = 256;
    return text.size() > kMostKeyChars ? nullptr : Find(digest(text));
  }

  // Before the ring is shared.
  template <class Visit>
  void ForEach(Visit&& visit) {
    for (auto& [digest, key] : keys_) visit(key);
  }

 private:
  struct Hash {
    std::size_t operator()(const KeyDigest& digest) const {
      std::size_t hash = 0;  // a digest is as good as a hash
      std::memcpy(&hash, digest.data(), sizeof hash);
      return hash;
    }
  };

  std::uint64_t version_ = 0;
  std::size_t left_out_ = 0;
  std::size_t unverifiable_ = 0;
  std::unordered_map<KeyDigest, WriteKey, Hash> keys_;
};

}  // namespace sdk_v1
}  // namespace griot
