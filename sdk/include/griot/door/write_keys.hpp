#pragma once

// The write keys that open HTTP doors, as the settings have them.

#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "griot/cpp/host.hpp"
#include "griot/cpp/settings.hpp"
#include "griot/door/sha256.hpp"
#include "griot/door/write_key.hpp"
#include "griot/json.hpp"

namespace griot {
inline namespace sdk_v1 {

// The write keys of one version of the settings, by SHA-256: the keys themselves are never known
// here. Unchanging but for the buckets of those with a limit, so safe from any thread.
class KeyRing {
 public:
  // Entries that make no sense are left out and counted. `before`, or null: whose buckets go on.
  static std::shared_ptr<KeyRing> Parse(std::uint64_t version, std::string_view settings,
                                        const DeploymentSecrets& secrets = {},
                                        const KeyRing* before = nullptr) {
    auto ring = std::make_shared<KeyRing>();
    ring->version_ = version;
    json::Document document;
    json::Scratch scratch;
    if (!document.Parse(settings).ok()) return ring;
    for (const auto [hash, entry] : document.root().Find("write_keys").members()) {
      const json::Value kind = entry.Find("kind");
      if (kind.exists() && !kind.StringIs("write")) continue;  // a read key opens no door
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

// The newest ring, parsed once for all workers. Any thread.
class KeyStore {
 public:
  // `limited` names the counter of requests that a key's limit refused; it must live as long.
  KeyStore(Context context, const char* limited, DeploymentSecrets secrets)
      : context_(context), limited_(limited), secrets_(std::move(secrets)) {}

  // Null when no settings were ever seen.
  std::shared_ptr<const KeyRing> Newest() {
    const std::lock_guard lock(mutex_);
    const SettingsSnapshot snapshot;
    if (snapshot.version() == 0) return nullptr;
    if (ring_ != nullptr && ring_->version() == snapshot.version()) return ring_;
    const auto ring = KeyRing::Parse(snapshot.version(), snapshot.json(), secrets_, ring_.get());
    ring->ForEach([this](WriteKey& key) {
      if (key.limit) key.limited = Limited(key.prefix);
    });
    WarnOf(*ring);
    ring_ = ring;
    return ring_;
  }

 private:
  // Keys come and go for years; those that Prometheus is to tell apart are bounded.
  Metric Limited(const std::string& prefix) {
    constexpr std::size_t kMostKeys = 1000;
    const std::string name = counters_.size() < kMostKeys ? prefix : "others";
    const auto found = counters_.find(prefix);
    if (found != counters_.end()) return found->second;
    const Metric made =
        context_.Counter(limited_, "Requests that a key's limit refused", "key", name);
    if (name == prefix) counters_.emplace(prefix, made);
    return made;
  }

  void WarnOf(const KeyRing& ring) const {
    if (ring.left_out() > 0) {
      context_.Warn(std::to_string(ring.left_out()) +
                    " write keys of the settings make no sense here, and open nothing");
    }
    if (ring.unverifiable() > 0) {
      context_.Warn(std::to_string(ring.unverifiable()) +
                    " write keys ask for signatures that cannot be checked: GRIOT_KEY_SECRET is "
                    "not set here, or another than where they were made");
    }
  }

  const Context context_;
  const char* const limited_;
  const DeploymentSecrets secrets_;
  std::mutex mutex_;
  std::shared_ptr<const KeyRing> ring_;
  std::map<std::string, Metric> counters_;
};

// One worker's hold on the newest ring: asking costs an atomic read while nothing changes. One
// thread. The store must outlive it.
class KeyHold {
 public:
  // What Get gave before may die with this call.
  const KeyRing* Get(KeyStore& store) {
    const std::uint64_t version = SettingsVersion();
    if (version == 0) return nullptr;
    if (ring_ == nullptr || ring_->version() != version) ring_ = store.Newest();
    return ring_.get();
  }

 private:
  std::shared_ptr<const KeyRing> ring_;
};

}  // namespace sdk_v1
}  // namespace griot
