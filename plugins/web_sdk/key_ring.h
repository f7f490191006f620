#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "griot/plugin.hpp"

struct evp_md_st;
struct evp_md_ctx_st;

namespace griot::web_sdk {

using KeyDigest = std::array<uint8_t, 32>;

// What a write key opens. Plain data.
struct WriteKey {
  std::string project;
};

// The write keys of one version of the settings, by SHA-256: the keys themselves are never known
// here. Unchanging, so safe from any thread.
class KeyRing {
 public:
  // Entries that make no sense are left out and counted.
  static std::shared_ptr<const KeyRing> Parse(uint64_t version, std::string_view settings);

  uint64_t version() const { return version_; }
  size_t size() const { return keys_.size(); }
  size_t left_out() const { return left_out_; }
  // Valid as long as the ring; null when the key opens nothing.
  const WriteKey* Find(const KeyDigest& digest) const;

 private:
  struct Hash {
    size_t operator()(const KeyDigest& digest) const {
      size_t hash = 0;  // a digest is as good as a hash
      std::memcpy(&hash, digest.data(), sizeof hash);
      return hash;
    }
  };

  uint64_t version_ = 0;
  size_t left_out_ = 0;
  std::unordered_map<KeyDigest, WriteKey, Hash> keys_;
};

// The newest ring, parsed once for all workers. Any thread.
class KeyStore {
 public:
  explicit KeyStore(Context context) : context_(context) {}

  // Null when no settings were ever seen.
  std::shared_ptr<const KeyRing> Newest();

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
    const uint64_t version = SettingsVersion();
    if (version == 0) return nullptr;
    if (ring_ == nullptr || ring_->version() != version) ring_ = store.Newest();
    return ring_.get();
  }

 private:
  std::shared_ptr<const KeyRing> ring_;
};

// SHA-256, with the algorithm looked up once. One thread.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  KeyDigest operator()(std::string_view text) const;

 private:
  evp_md_st* algorithm_;
  evp_md_ctx_st* state_;
};

}  // namespace griot::web_sdk
