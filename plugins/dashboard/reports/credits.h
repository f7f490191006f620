#pragma once

#include <cstdint>
#include <unordered_map>

namespace griot::dashboard {

class Ask;

// How many messages brought a conversion, by the hash of their campaign or template.
using CreditsOf = std::unordered_map<int64_t, int64_t>;
struct Credits {
  CreditsOf campaigns, templates;
};

// Of messages that were attempted in the period of `ask`: a goal of that person within 7 days after
// the click or reply is credited to the latest such message only; of equals, to that whose id has
// the greatest MD5. Stands there as long as `ask` and its copies.
const Credits& ReadCredits(const Ask& ask);

}  // namespace griot::dashboard
