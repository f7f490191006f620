#pragma once

#include <string>
#include <vector>

#include "host/config/json.h"
#include "host/config/schema.h"

namespace griot::config {

/// What one keyword of a schema has against a value.
struct Objection {
  std::string text;
  std::string hint;
};

/// Checks enum, const, limits, pattern and format. `shown` is how the value may be named; `blind`
/// says that nothing may be told that depends on the value (it is secret or from a variable).
std::vector<Objection> CheckLimits(const Json& value, const Schema& schema,
                                   const std::string& shown, bool blind);

/// "a duration" and the like when the schema has a format, else by its types.
std::string ExpectedBy(const Schema& schema);

}  // namespace griot::config
