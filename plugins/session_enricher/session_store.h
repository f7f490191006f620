#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "griot/cpp/stage.hpp"
#include "griot/uuid.hpp"

namespace griot::sessions {

// The latest session of a key. Plain data.
struct Session {
  Uuid id = {};
  griot_time first = 0;  // counting event
  griot_time last = 0;   // counting event
  uint32_t known = 0;    // which of the session's properties are stored: Known bits
  int64_t newest = 0;    // place of the last of its events, counting or not
};

// What griot_session_states answers: {"s":…,"f":…,"l":…,"k":…,"n":…}
std::optional<Session> ParseSession(std::string_view json);

// Whose session it is. Borrows the text.
struct KeyRef {
  uint64_t hash = 0;
  std::string_view text;  // as AppendKey writes it
  void* slot = nullptr;   // the store's, from Prepare to Settle
  // Of the ownership under which its events came (griot_origin.fence). What was learnt under
  // another is old: the key has been elsewhere in between.
  uint64_t fence = 0;
};

// What an event asks of its key's session.
struct Touch {
  griot_time at = 0;
  griot_time idle = 0;
  int64_t place = 0;    // in order, as rules.h has it
  bool counts = false;  // opens and extends; else it only joins
  Uuid event = {};      // gives the session its id, should this event found one
};

// What an event was given.
struct Assigned {
  const Session* session;  // null: none. Valid until the next call
  // The number of its run in the batch: events of one key that were told the same, one after
  // another.
  uint32_t run;
  bool stands;  // the session was there before the batch
  bool behind;  // not after all events of its session in order
};

// Gives events their sessions. What it decides for a batch stands only when the batch has settled:
// a key with an event under way keeps its state, and forgets it when the event was not stored.
// This is the seam at which another way of keeping sessions goes in. One thread at a time.
class SessionStore {
 public:
  virtual ~SessionStore() = default;

  // Before a batch's first Assign, with a key for each of its events: loads those that are not
  // here, and pins each until Settle is told of it.
  virtual void Prepare(std::span<KeyRef> keys) = 0;
  // The session of one event.
  virtual Assigned Assign(const KeyRef& key, const Touch& touch) = 0;
  // What became of one event; `stored`: and in the session that it was given here. What that is
  // `known` by counts only then.
  virtual void Settle(const KeyRef& key, const Uuid& session, bool stored, uint32_t known) = 0;

  virtual Status Save(StateWriter& writer) const = 0;
  virtual Status SaveKeys(std::span<const uint64_t> hashes, StateWriter& writer) const = 0;
  virtual bool Load(const KeyRef& key, std::string_view value) = 0;
  virtual void Drop(uint64_t hash) = 0;
  // Forgets all keys whose text begins so; returns how many.
  virtual size_t Forget(std::string_view prefix) = 0;
};

}  // namespace griot::sessions
