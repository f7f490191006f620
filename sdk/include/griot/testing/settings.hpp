// griot.settings/1 and griot.catalogue/1 for tests.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "griot/abi.h"
#include "griot/cpp/status.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace fake {

// Keeps every document that was ever set, so that a snapshot outlives the next. Any thread.
class Settings {
 public:
  void Set(uint64_t version, std::string json) {
    const std::lock_guard lock(mutex_);
    all_.push_back(std::make_unique<Kept>());
    Kept& kept = *all_.back();
    kept.json = std::move(json);
    kept.snapshot = {sizeof(griot_settings_snapshot), 0, version, Str(kept.json)};
    version_ = version;
  }
  uint64_t version() const { return version_; }
  std::string json() const {
    const std::lock_guard lock(mutex_);
    return all_.empty() ? "{}" : all_.back()->json;
  }
  int64_t acquired() const { return acquired_; }  // and not yet released

  static const griot_settings* Table() {
    static constexpr griot_settings table{
        sizeof(griot_settings),
        0,
        []() { return g_settings->version(); },
        []() { return g_settings->Acquire(); },
        [](const griot_settings_snapshot*) { --g_settings->acquired_; },
        [](griot_ctx*, uint64_t version, griot_str json) {
          if (version > g_settings->version()) g_settings->Set(version, std::string(View(json)));
          return griot_result{GRIOT_OK};
        }};
    return &table;
  }

  inline static Settings* g_settings = nullptr;  // set by Host

 private:
  struct Kept {
    std::string json;
    griot_settings_snapshot snapshot;
  };

  const griot_settings_snapshot* Acquire() {
    static constexpr griot_settings_snapshot none{sizeof(griot_settings_snapshot), 0, 0, {"{}", 2}};
    const std::lock_guard lock(mutex_);
    ++acquired_;
    return all_.empty() ? &none : &all_.back()->snapshot;
  }

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Kept>> all_;
  std::atomic<uint64_t> version_{0};
  std::atomic<int64_t> acquired_{0};
};

// The plugins that a store would find.
class Catalogue {
 public:
  std::vector<const griot_plugin*> plugins;

  static const griot_catalogue* Table() {
    static constexpr griot_catalogue table{
        sizeof(griot_catalogue), 0,
        []() { return static_cast<uint32_t>(g_catalogue->plugins.size()); },
        [](uint32_t i) -> const griot_plugin* {
          return i < g_catalogue->plugins.size() ? g_catalogue->plugins[i] : nullptr;
        }};
    return &table;
  }

  inline static Catalogue* g_catalogue = nullptr;  // set by Host
};

}  // namespace fake
}  // namespace sdk_v1
}  // namespace griot
