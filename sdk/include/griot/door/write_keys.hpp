#pragma once

// The write keys that open HTTP doors, as the settings have them.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "griot/cpp/host.hpp"
#include "griot/cpp/settings.hpp"
#include "griot/door/key_ring.hpp"

namespace griot {
inline namespace sdk_v1 {

// The newest ring, parsed once for all workers. Any thread.
class KeyStore {
 public:
  // `limited` names the counter of requests that a key's limit refused; it must live as long.
  // `kind`: of the keys that open this door; a static.
  KeyStore(Context context, const char* limited, DeploymentSecrets secrets,
           std::string_view kind = "write")
      : context_(context), limited_(limited), secrets_(std::move(secrets)), kind_(kind) {}

  // Null when no settings were ever seen.
  std::shared_ptr<const KeyRing> Newest() {
    const std::lock_guard lock(mutex_);
    const SettingsSnapshot snapshot;
    if (snapshot.version() == 0) return nullptr;
    if (ring_ != nullptr && ring_->version() == snapshot.version()) return ring_;
    const auto ring =
        KeyRing::Parse(snapshot.version(), snapshot.json(), secrets_, ring_.get(), kind_);
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
  const std::string_view kind_;
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
