#pragma once

#include <cstdint>
#include <string>

#include "griot/cpp/batch.hpp"
#include "session_store.h"

namespace griot::sessions {

// What a fact says of its event. The numbers are read by griot_apply_sessions (sql/0005_apply.sql).
enum FactFlags : uint32_t {
  kCounts = 1,
  kOwn = 2,
  kPageView = 4,
  kConversion = 8,
  kNoneStands = 32  // in no session that was there before the batch
};

// Which of a session's properties have a value; the same numbers as in griot_session_states.
enum Known : uint32_t {
  kKnowsUser = 1,
  kKnowsAnonymous = 2,
  kKnowsSource = 4,
  kKnowsCampaign = 8,
  kKnowsDevice = 16,
  kKnowsCountry = 32
};

// Who writes the sessions of a key holds one of so many locks in Postgres, by the key's hash. More
// than queues have partitions, as a rule, and a multiple of their number: lanes share none then.
constexpr uint64_t kLocks = 64;

// Writes the fact's body: the number of the run in its batch, which session (none: the event is in
// none), where the event stands in order, the flags, the lock, and of the session's properties
// those that it does not know yet and the event does (all that the event knows, when it is behind
// others of its session: it may know better). Gives the Known bits of these.
uint32_t WriteFact(std::string& body, const Event& event, const Assigned& assigned, uint64_t hash,
                   uint32_t flags);

}  // namespace griot::sessions
