#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "plugins/whatsapp_crm/mapping/memory.h"

namespace griot::whatsapp_crm::mapping {

// Remembers within this process, at most so many bytes: what was asked for or put longest ago goes
// first. Any thread.
class LruMemory final : public Memory {
 public:
  explicit LruMemory(size_t most_bytes) : most_(most_bytes) {}

  bool Get(std::string_view key, std::string* value) override;
  void Put(std::string_view key, std::string_view value) override;
  // Forgets all for which `gone(key, value)`; returns how many.
  size_t EraseIf(const std::function<bool(std::string_view, std::string_view)>& gone);

 private:
  struct Entry {
    std::string key, value;
  };
  using Entries = std::list<Entry>;
  // Nodes and buckets cost about as much whatever is in them.
  static size_t SizeOf(const Entry& entry) { return entry.key.size() + entry.value.size() + 160; }

  const size_t most_;
  std::mutex mutex_;
  Entries entries_;  // the latest first
  std::unordered_map<std::string_view, Entries::iterator> by_key_;
  size_t size_ = 0;
};

}  // namespace griot::whatsapp_crm::mapping
