#pragma once

#include <string>
#include <string_view>

#include "griot/cpp/batch.hpp"

namespace griot::sessions {

// Which events say something about a person's presence (docs/semantics.md §§1, 3). Pure functions
// of one event; lane thread, during the batch's call. sql/0002_rules.sql says the same of a row.

// "system", "bot" and "agent", alone or before a colon ("bot:faq"), in any case: never people.
bool IsPerson(std::string_view user_id);

// An own event: something that the person did.
bool IsOwn(const Event& event);

// Where the event stands in order, but for its id: microseconds since 1970, times 8, plus the rank
// that decides between events of one time.
int64_t Place(const Event& event);

// A message that was not sent to many: it opens or extends a session, as an own event does.
bool IsPersonalMessage(const Event& event);

bool IsPageView(const Event& event);

// One of the goals that a project has as long as it defines none.
bool IsConversion(const Event& event);

// The JSON text of what the event adds to paths: page path, screen name, else the event's name.
std::string Node(const Event& event);

// The session's key, as ["project","channel","subject"]; empty when nobody acts.
void AppendKey(std::string& out, const griot_event& event);

}  // namespace griot::sessions
