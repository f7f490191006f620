#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "host/config/node.h"
#include "host/config/scope.h"

namespace griot::config {

// Bounds of one file. Aliases are copied out, so nodes and bytes are counted after that: without
// the bound nine lines of aliases make a thousand million nodes.
inline constexpr size_t kMostFileBytes = size_t{1} << 20;
inline constexpr size_t kMostNodes = 100'000;
inline constexpr size_t kMostScalarBytes = size_t{4} << 20;
inline constexpr size_t kMostDepth = 64;

/// Reads a file's bytes; complains and answers nothing when it cannot, or it is too large.
std::optional<std::string> ReadFileText(const Scope& scope);

/// Parses YAML text; complains and answers nothing when it is none. Never throws.
std::optional<Node> ReadYaml(const Scope& scope, std::string_view text);

}  // namespace griot::config
