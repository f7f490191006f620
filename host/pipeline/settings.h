// The newest settings document, kept in memory and on disk.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "griot/abi/ext/settings.h"
#include "griot/cpp/status.hpp"

namespace griot::host {

// Thread-safe. Snapshots are shared: an old one lives as long as somebody holds it.
class Settings {
 public:
  // Reads DIR/settings.json, if there is one; later versions are written there.
  void UseFolder(const std::string& data_dir);

  uint64_t version() const { return version_.load(std::memory_order_acquire); }
  // Never nullptr; to be released.
  const griot_settings_snapshot* Acquire();
  static void Release(const griot_settings_snapshot* snapshot);
  // How many are acquired and not released.
  static uint64_t held();
  Status Publish(uint64_t version, std::string_view json);

 private:
  struct Document;
  void Replace(std::shared_ptr<const Document> next);

  std::atomic<uint64_t> version_{0};
  std::mutex mutex_;
  std::shared_ptr<const Document> current_;
  std::string file_;
};

}  // namespace griot::host
