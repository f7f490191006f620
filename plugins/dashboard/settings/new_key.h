#pragma once

#include <string>
#include <vector>

#include "griot/postgres.hpp"
#include "plugins/dashboard/auth/body.h"

namespace griot::dashboard {

// A key that somebody asks for (docs/settings.md), with the key itself, which is shown this once.
// Plain data.
struct NewKey {
  std::string kind, name;
  std::string text, prefix, hash;
  std::vector<std::string> channels, origins;  // empty: any
  pg::Param rate, burst;                       // null: no limit
};

// Of a body with kind, name, channels, origins, rate and burst; throws Problem.
NewKey MakeKey(const Body& body);

}  // namespace griot::dashboard
