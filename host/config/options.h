#pragma once

#include <string>

#include "host/config/json.h"
#include "host/config/node.h"
#include "host/config/schema.h"
#include "host/config/scope.h"

namespace griot::config {

/// Checks a stage's options against its plugin's schema, and answers them typed by it, with its
/// defaults filled in. `options` is null when the stage gives none; what is missing is then said of
/// `stage`. No text of a writeOnly option, and no value of an environment variable, stands in any
/// problem.
Json CheckOptions(const Scope& scope, const Node* options, const Node& stage,
                  const std::string& path, const Schema& schema);

/// Reports what is wrong whatever the schema says (unset variables, duplicate keys) for options
/// whose schema is not known. Their keys are not shown.
void ReportFaults(const Scope& scope, const Node& node, const std::string& path);

}  // namespace griot::config
