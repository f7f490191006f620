#pragma once

#include <string>
#include <vector>

#include "plugins/dashboard/auth/body.h"

namespace griot::dashboard {

// What a body changes of a project's settings: members that get a value, as a JSON object, and
// members that get griot's default again, because the body has null there. Plain data.
struct ProjectChange {
  std::string set = "{}";
  std::vector<std::string> removed;
  bool empty() const { return set == "{}" && removed.empty(); }
};

// Throws Problem that names the setting which is wrong. Whether a time zone exists only Postgres
// knows.
ProjectChange ReadProjectChange(const Body& body);

}  // namespace griot::dashboard
