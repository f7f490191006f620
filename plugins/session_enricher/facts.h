#pragma once

#include <cstdint>
#include <string>

#include "griot/cpp/batch.hpp"
#include "session_store.h"

namespace griot::sessions {

// What a fact says of its event. The numbers are read by griot_apply_sessions (store.cc).
enum FactFlags : uint32_t { kCounts = 1, kOwn = 2, kPageView = 4, kConversion = 8 };

// Which of a session's properties have a value; the same numbers as in griot_session_states.
enum Known : uint32_t {
  kKnowsUser = 1,
  kKnowsAnonymous = 2,
  kKnowsSource = 4,
  kKnowsCampaign = 8,
  kKnowsDevice = 16,
  kKnowsCountry = 32
};

// Writes the fact's body: which session, when, the flags, and of the session's properties those
// that it does not know yet and the event does. Gives the Known bits of these.
uint32_t WriteFact(std::string& body, const Event& event, const Session& session, uint32_t flags);

}  // namespace griot::sessions
