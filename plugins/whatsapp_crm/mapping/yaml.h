#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/whatsapp_crm/mapping/problem.h"

namespace griot::whatsapp_crm::mapping {

// One value of a YAML file, with the place where it stands. Plain data.
struct Yaml {
  enum class Kind { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  Place place;
  bool plain = false;       // a scalar without quotes
  int inside = -1;          // columns from `place` to the text's first; -1: not in one line
  std::string text;         // of a scalar
  std::vector<Yaml> keys;   // of a map, beside `items`
  std::vector<Yaml> items;  // of a list or a map

  // Where the character at `offset` of the text stands.
  Place At(size_t offset) const;
};

// Reads one document of YAML; nullopt, and a problem, when it is none. Anchors, aliases, tags and
// keys that stand twice are refused, so that what is read is what is written. Never throws but
// std::bad_alloc.
std::optional<Yaml> ReadYaml(std::string_view text, Problems& problems);

}  // namespace griot::whatsapp_crm::mapping
