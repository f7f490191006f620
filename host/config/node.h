#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace griot::config {

struct Entry;

/// What ${…} did to a scalar. `fault` says why it could not be applied; the text is then empty.
struct EnvUse {
  std::string written;    ///< the scalar as it stands in the file
  std::string variables;  ///< "${A}, ${B}": what problems name in place of the value
  std::string fault;
  bool whole = false;  ///< unquoted and nothing but one ${…}: typed by what the schema asks
};

/// Our own tree of a YAML file: every node has its place, maps keep duplicate keys, aliases are
/// copied out (the reader bounds how many nodes that makes). Plain data.
struct Node {
  enum class Kind : uint8_t { kNull, kScalar, kSequence, kMap };

  Kind kind = Kind::kNull;
  bool plain = false;  ///< an unquoted scalar
  int line = 0;
  int column = 0;
  std::string text;
  std::shared_ptr<const EnvUse> env;  ///< only where ${…} stood
  std::vector<Node> items;
  std::vector<Entry> entries;
};

/// The key is always a scalar.
struct Entry {
  Node key;
  Node value;
};

}  // namespace griot::config
