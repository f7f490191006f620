#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/cpp/batch.hpp"
#include "griot/handshake.hpp"
#include "griot/uuid.hpp"

namespace griot::identity {

// Where an event says who it is about: the raw texts, borrowed from the batch. Cheap to read, for
// every event; what they mean is worked out only when they were not seen together before.
struct Sources {
  std::string_view channel, user_id, anonymous_id;
  // JSON texts.
  std::string_view previous_id, bsuid, own_bsuid, email, phone, other_email, other_phone, token;
};

Sources ReadSources(const Event& event);

// What an event shows.
struct Shown {
  std::vector<std::string> identifiers;  // "type:value", each once; all belong to the first
  std::string_view rule;                 // why, where there are several
  // How the event writes those whose value is another.
  std::vector<std::pair<std::string, std::string_view>> spellings;
  Uuid reported = {};    // the token that the anonymous id reports, hashed
  std::string reporter;  // that anonymous id
  std::string owner;     // whose token it is, if it is ours
  Uuid given = {};       // the token that was sent to the user, hashed
};

// `secrets`: those that tokens of ours are read with.
Shown ReadShown(const Event& event, const Sources& sources, const DeploymentSecrets& secrets);

// Where the event stands in order, but for its id: microseconds since 1970, times 8, plus the rank
// that decides between events of one time.
int64_t Place(const Event& event);

}  // namespace griot::identity
