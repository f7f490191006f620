#include "plugins/whatsapp_crm/mapping/lru_memory.h"

namespace griot::whatsapp_crm::mapping {

bool LruMemory::Get(std::string_view key, std::string* value) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return false;
  entries_.splice(entries_.begin(), entries_, found->second);
  *value = found->second->value;
  return true;
}

void LruMemory::Put(std::string_view key, std::string_view value) {
  const std::lock_guard lock(mutex_);
  auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    entries_.push_front({std::string(key), {}});
    found = by_key_.emplace(entries_.front().key, entries_.begin()).first;
  } else {
    entries_.splice(entries_.begin(), entries_, found->second);
    size_ -= SizeOf(entries_.front());
  }
  entries_.front().value = value;
  size_ += SizeOf(entries_.front());
  while (size_ > most_) {
    size_ -= SizeOf(entries_.back());
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
}

size_t LruMemory::EraseIf(const std::function<bool(std::string_view, std::string_view)>& gone) {
  const std::lock_guard lock(mutex_);
  const size_t before = entries_.size();
  for (auto at = entries_.begin(); at != entries_.end();) {
    const auto entry = at++;
    if (!gone(entry->key, entry->value)) continue;
    size_ -= SizeOf(*entry);
    by_key_.erase(entry->key);
    entries_.erase(entry);
  }
  return before - entries_.size();
}

}  // namespace griot::whatsapp_crm::mapping
