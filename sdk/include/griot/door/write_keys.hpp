#pragma once

// The write keys that open HTTP doors, as the settings have them.

#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "griot/cpp/host.hpp"
#include "griot/cpp/settings.hpp"
#include "griot/door/sha256.hpp"
#include "griot/json.hpp"

namespace griot {
inline namespace sdk_v1 {

using KeyDigest = Sha256Digest;

// What a write key opens. Plain data.
struct WriteKey {
  std::string project;
};

// The write keys of one version of the settings, by SHA-256: the keys themselves are never known
// here. Unchanging, so safe from any thread.
class KeyRing {
 public:
  // Entries that make no sense are left out and counted.
  static std::shared_ptr<const KeyRing> Parse(std::uint64_t version, std::string_view settings) {
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

  std::uint64_t version() const { return version_; }
  std::size_t size() const { return keys_.size(); }
  std::size_t left_out() const { return left_out_; }
  // Valid as long as the ring; null when the key opens nothing.
  const WriteKey* Find(const KeyDigest& digest) const {
    const auto found = keys_.find(digest);
    return found == keys_.end() ? nullptr : &found->second;
  }

 private:
  struct Hash {
    std::size_t operator()(const KeyDigest& digest) const {
      std::size_t hash = 0;  // a digest is as good as a hash
      std::memcpy(&hash, digest.data(), sizeof hash);
      return hash;
    }
  };

  static std::optional<KeyDigest> ReadHex(std::string_view text) {
    KeyDigest digest{};
    if (text.size() != digest.size() * 2) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const int digit = json::detail::HexDigit(text[i]);
      if (digit < 0) return std::nullopt;
      digest[i / 2] = static_cast<std::uint8_t>(digest[i / 2] * 16 + digit);
    }
    return digest;
  }

  std::uint64_t version_ = 0;
  std::size_t left_out_ = 0;
  std::unordered_map<KeyDigest, WriteKey, Hash> keys_;
};

// The newest ring, parsed once for all workers. Any thread.
class KeyStore {
 public:
  explicit KeyStore(Context context) : context_(context) {}

  // Null when no settings were ever seen.
  std::shared_ptr<const KeyRing> Newest() {
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

 private:
  const Context context_;
  std::mutex mutex_;
  std::shared_ptr<const KeyRing> ring_;
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
