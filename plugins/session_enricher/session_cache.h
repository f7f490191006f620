#pragma once

#include <functional>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "session_store.h"

namespace griot::sessions {

// A SessionStore for events that come in order: the latest session of each key, the most recently
// used keys in memory, the others read back from the store. Exact for what is in order; a late
// event within the latest session extends it, an older one founds a session of its own.
class SessionCache final : public SessionStore {
 public:
  using Take = std::function<void(uint32_t index, std::string_view session)>;
  // Reads the latest sessions of keys, all in one go; a key without one gets no answer.
  using Reader = std::function<void(std::span<const griot_str> keys, const Take& take)>;

  SessionCache(size_t max_keys, Reader read) : max_keys_(max_keys), read_(std::move(read)) {}

  void Prepare(std::span<KeyRef> keys) override;
  Assigned Assign(const KeyRef& key, const Touch& touch) override;
  void Settle(const KeyRef& key, const Uuid& session, bool stored, uint32_t known) override;
  Status Save(StateWriter& writer) const override;
  Status SaveKeys(std::span<const uint64_t> hashes, StateWriter& writer) const override;
  bool Load(const KeyRef& key, std::string_view value) override;
  void Drop(uint64_t hash) override;
  size_t Forget(std::string_view prefix) override;

  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::list<Entry>::iterator self;
    std::string key;
    uint64_t hash = 0;
    bool exists = false;  // there is a session; else it is known that there is none
    bool stale = false;   // wrong by now: goes when nothing pins it
    uint32_t pins = 0;    // events under way
    uint64_t fence = 0;   // of the ownership under which this was learnt
    Session session;
    Session found;  // what Assign gave out for a late event
    // Of the batch at hand.
    uint64_t batch = 0;
    uint32_t run = 0;  // of its last event
    Uuid told = {};    // the session of its last event
    Uuid before = {};  // the one that was there before the batch
  };
  using Entries = std::list<Entry>;  // most recently used first

  const Session* Choose(Entry& entry, const Touch& touch);
  static Entry& Of(const KeyRef& key) { return *static_cast<Entry*>(key.slot); }
  Entry* Find(const KeyRef& key);
  Entry& Insert(const KeyRef& key);
  static bool Put(StateWriter& writer, const Entry& entry);
  void Retire(Entry& entry);  // now, or when nothing pins it
  void Erase(Entry& entry);
  void Shrink();

  const size_t max_keys_;
  const Reader read_;
  Entries entries_;
  std::unordered_multimap<uint64_t, Entry*> by_hash_;
  std::vector<griot_str> missing_;
  uint64_t batch_ = 0;
  uint32_t runs_ = 0;  // of the batch at hand
};

}  // namespace griot::sessions
