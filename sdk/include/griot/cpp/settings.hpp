// The projects' settings, as one JSON document that changes under us.
#pragma once

#include <string_view>

#include "griot/abi.h"
#include "griot/cpp/host.hpp"

namespace griot {
inline namespace sdk_v1 {

// One version of the settings, held while this object lives. Any thread.
class SettingsSnapshot {
 public:
  SettingsSnapshot() : table_(detail::HostExtension<griot_settings>(GRIOT_EXT_SETTINGS)) {
    if (table_ != nullptr) snapshot_ = table_->acquire();
  }
  SettingsSnapshot(const SettingsSnapshot&) = delete;
  SettingsSnapshot& operator=(const SettingsSnapshot&) = delete;
  ~SettingsSnapshot() {
    if (snapshot_ != nullptr) table_->release(snapshot_);
  }
  // 0: no settings were ever seen.
  uint64_t version() const { return snapshot_ == nullptr ? 0 : snapshot_->version; }
  std::string_view json() const { return snapshot_ == nullptr ? "{}" : View(snapshot_->json); }

 private:
  const griot_settings* table_;
  const griot_settings_snapshot* snapshot_ = nullptr;
};

// Cheap enough to ask for every request: has anything changed since `version`?
inline uint64_t SettingsVersion() {
  const auto* table = detail::HostExtension<griot_settings>(GRIOT_EXT_SETTINGS);
  return table == nullptr ? 0 : table->version();
}

inline bool PublishSettings(const Context& context, uint64_t version, std::string_view json) {
  const auto* table = detail::HostExtension<griot_settings>(GRIOT_EXT_SETTINGS);
  return table != nullptr && table->publish(context.raw(), version, Str(json)) == GRIOT_OK;
}

}  // namespace sdk_v1
}  // namespace griot
