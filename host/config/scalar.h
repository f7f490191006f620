#pragma once

#include <string>

#include "host/config/json.h"
#include "host/config/node.h"

namespace griot::config {

/// A set of JSON types, as bits. 0 stands for any.
enum TypeBit : unsigned {
  kNull = 1u << 0,
  kBoolean = 1u << 1,
  kInteger = 1u << 2,
  kNumber = 1u << 3,
  kString = 1u << 4,
  kArray = 1u << 5,
  kObject = 1u << 6,
};

/// Converts a scalar or null node (never a list or mapping) to one of `types`, by the rules of
/// YAML 1.2's core schema made strict: only `true` and `false` are booleans (`on`, `yes`, `no` are
/// text), numbers are decimal, quoted scalars are text, 010 is 10 or "010" as `types` asks (text
/// when it asks nothing). False, with `*out` untouched, when the node is of no such type.
bool ConvertScalar(const Node& node, unsigned types, Json* out);

/// What a type problem says was found: "the integer 5", "a list". With `secret`, or when the text
/// came from variables, the value is not in it.
std::string Describe(const Node& node, bool secret);

/// The value of a scalar in quotes, or the variables that it came from.
std::string ShowText(const Node& node);

/// What a type problem says was expected: "an integer", "a string or a list".
std::string Expected(unsigned types);

/// How to write `node` so that it would be of `types`; may be empty.
std::string TypeHint(const Node& node, unsigned types);

}  // namespace griot::config
