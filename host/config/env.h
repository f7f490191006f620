#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "host/config/node.h"

namespace griot::config {

/// The value of an environment variable, or nothing when it is not set.
using EnvLookup = std::function<std::optional<std::string>(std::string_view)>;

/// The process's own environment. Not to be mixed with setenv from another thread.
EnvLookup ProcessEnv();

/// Applies ${NAME} and ${NAME:-default} (used when NAME is not set or empty) to every scalar value
/// of the tree, never to keys; $${ stands for a literal ${. It works on parsed scalars, so a value
/// can bring no YAML of its own. What cannot be applied leaves EnvUse::fault for whoever reads the
/// scalar, because only that reader knows whether its path may be shown.
void ExpandEnv(Node* root, const EnvLookup& env);

}  // namespace griot::config
