#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/json.h"
#include "host/config/pattern.h"

namespace griot::config {

struct NamedSchema;

/// kFile: a path, seen from the folder of the file that it stands in, as those of plugins are.
enum class Format : uint8_t { kNone, kDuration, kSize, kUri, kFile };

/// One node of a plugin's options schema: the subset of JSON Schema draft-07 that is also good
/// draft-04. Immutable once compiled, so it may be shared between threads.
struct Schema {
  unsigned types = 0;   ///< TypeBit set; 0: any
  bool secret = false;  ///< writeOnly
  bool closed = false;  ///< additionalProperties: false
  Format format = Format::kNone;
  std::string description;
  std::vector<NamedSchema> properties;
  std::vector<std::string> required;
  std::unique_ptr<Schema> additional;
  std::unique_ptr<Schema> items;
  std::vector<Json> allowed;  ///< enum, or the one value of const
  std::optional<double> minimum, maximum;
  std::optional<uint64_t> min_length, max_length, min_items, max_items;
  std::optional<Pattern> pattern;
  std::optional<Json> default_value;
  std::vector<std::vector<Schema>> alternatives;  ///< one list for anyOf, one for oneOf

  const Schema* Property(std::string_view name) const;
  /// True when the values that it takes are described by its own keywords, not by alternatives
  /// only.
  bool HasShape() const { return types != 0 || !properties.empty() || items || additional; }
};

struct NamedSchema {
  std::string name;
  Schema schema;
};

/// Compiles the text of a schema. An empty text takes any options. On failure answers null and adds
/// to `*errors` what is wrong, each with the JSON pointer of its place.
std::unique_ptr<Schema> CompileSchema(std::string_view text, std::vector<std::string>* errors);

}  // namespace griot::config
