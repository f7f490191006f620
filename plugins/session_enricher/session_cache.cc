#include "session_cache.h"

#include <algorithm>
#include <cstring>

namespace griot::sessions {
namespace {

// The value of a state record. It never leaves the process, and a swap saves as many as there are
// keys while a lane stands still, so it is no text.
struct Record {
  Uuid id;
  int64_t first, last, newest;
  uint64_t fence;
  uint32_t known, reserved;
};
static_assert(std::has_unique_object_representations_v<Record>);

}  // namespace

SessionCache::Entry* SessionCache::Find(const KeyRef& key) {
  const auto [begin, end] = by_hash_.equal_range(key.hash);
  for (auto at = begin; at != end; ++at) {
    if (at->second->key == key.text) return at->second;
  }
  return nullptr;
}

SessionCache::Entry& SessionCache::Insert(const KeyRef& key) {
  Entry& entry = entries_.emplace_front();
  entry.self = entries_.begin();
  entry.key = key.text;
  entry.hash = key.hash;
  entry.fence = key.fence;
  by_hash_.emplace(key.hash, &entry);
  return entry;
}

void SessionCache::Erase(Entry& entry) {
  const auto [begin, end] = by_hash_.equal_range(entry.hash);
  by_hash_.erase(std::find_if(begin, end, [&](const auto& at) { return at.second == &entry; }));
  entries_.erase(entry.self);
}

void SessionCache::Retire(Entry& entry) {
  entry.stale = true;
  if (entry.pins == 0) Erase(entry);
}

void SessionCache::Shrink() {
  for (auto at = entries_.end(); entries_.size() > max_keys_ && at != entries_.begin();) {
    --at;
    if (at->pins > 0) continue;
    const auto unused = at++;
    Erase(*unused);
  }
}

void SessionCache::Prepare(std::span<KeyRef> keys) {
  Shrink();
  ++batch_;
  runs_ = 0;
  missing_.clear();
  std::vector<Entry*> added;
  for (KeyRef& key : keys) {
    Entry* entry = Find(key);
    // Pinned, it was read back for this very batch, whose first events came under the old fence.
    if (entry != nullptr && entry->fence != key.fence && entry->pins == 0) {
      Erase(*entry);
      entry = nullptr;
    }
    if (entry == nullptr) {
      entry = added.emplace_back(&Insert(key));
      missing_.push_back(Str(entry->key));
    } else {
      entries_.splice(entries_.begin(), entries_, entry->self);
    }
    ++entry->pins;
    key.slot = entry;
  }
  if (missing_.empty()) return;
  read_(missing_, [&](uint32_t index, std::string_view reply) {
    const auto session = ParseSession(reply);
    if (index >= added.size() || !session) return;
    added[index]->exists = true;
    added[index]->session = *session;
  });
}

Assigned SessionCache::Assign(const KeyRef& key, const Touch& touch) {
  Entry& entry = Of(key);
  const bool begins = entry.batch != batch_;
  if (begins) entry.before = entry.exists ? entry.session.id : Uuid{};
  const bool behind = entry.exists && touch.place <= entry.session.newest;
  const Session* const session = Choose(entry, touch);
  const Uuid id = session == nullptr ? Uuid{} : session->id;
  if (begins || id != entry.told) entry.run = runs_++;
  entry.batch = batch_;
  entry.told = id;
  return {session, entry.run, session != nullptr && id == entry.before, behind};
}

const Session* SessionCache::Choose(Entry& entry, const Touch& touch) {
  Session& session = entry.session;
  const bool holds = entry.exists && touch.at <= session.last + touch.idle &&
                     touch.at >= session.first - (touch.counts ? touch.idle : 0);
  if (holds) {
    if (touch.counts) session.first = std::min(session.first, touch.at);
    if (touch.counts) session.last = std::max(session.last, touch.at);
    session.newest = std::max(session.newest, touch.place);
    return &session;
  }
  if (!touch.counts) return nullptr;
  const Session founded{Derive(touch.event, entry.key), touch.at, touch.at, 0, touch.place};
  // A late one must not take the place of the latest.
  Session& place = entry.exists && touch.at < session.first ? entry.found : session;
  place = founded;
  entry.exists = true;
  return &place;
}

void SessionCache::Settle(const KeyRef& key, const Uuid& session, bool stored, uint32_t known) {
  Entry& entry = Of(key);
  --entry.pins;
  if (stored && entry.session.id == session) entry.session.known |= known;
  // What was not stored has left a trace here that it has not left in the store.
  if (!stored || entry.stale) Retire(entry);
}

bool SessionCache::Put(StateWriter& writer, const Entry& entry) {
  if (!entry.exists || entry.stale) return true;
  const Session& s = entry.session;
  const Record record{s.id, s.first, s.last, s.newest, entry.fence, s.known, 0};
  return writer.Put(entry.hash, entry.key, {reinterpret_cast<const char*>(&record), sizeof record});
}

// The least recently used first: loaded in this order, they come to stand as they do here.
Status SessionCache::Save(StateWriter& writer) const {
  for (auto at = entries_.rbegin(); at != entries_.rend(); ++at)
    if (!Put(writer, *at)) return Status::Retry("the host takes no more records");
  return Status::Ok();
}

Status SessionCache::SaveKeys(std::span<const uint64_t> hashes, StateWriter& writer) const {
  for (const uint64_t hash : hashes) {
    const auto [begin, end] = by_hash_.equal_range(hash);
    for (auto at = begin; at != end; ++at)
      if (!Put(writer, *at->second)) return Status::Retry("the host takes no more records");
  }
  return Status::Ok();
}

bool SessionCache::Load(const KeyRef& key, std::string_view value) {
  Record record;
  if (value.size() != sizeof record) return false;
  std::memcpy(&record, value.data(), sizeof record);
  Entry* known = Find(key);
  Entry& entry = known != nullptr ? *known : Insert(key);
  entry.exists = true;
  entry.fence = record.fence;
  entry.session = {record.id, record.first, record.last, record.known, record.newest};
  return true;
}

void SessionCache::Drop(uint64_t hash) {
  const auto [begin, end] = by_hash_.equal_range(hash);
  std::vector<Entry*> found;
  for (auto at = begin; at != end; ++at) found.push_back(at->second);
  for (Entry* entry : found) Retire(*entry);
}

size_t SessionCache::Forget(std::string_view prefix) {
  size_t count = 0;
  for (auto at = entries_.begin(); at != entries_.end();) {
    Entry& entry = *at++;
    if (!entry.key.starts_with(prefix)) continue;
    ++count;
    Retire(entry);
  }
  return count;
}

}  // namespace griot::sessions
