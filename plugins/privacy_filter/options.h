#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugins/privacy_filter/rule.h"

namespace griot::privacy {

extern const char* const kOptionsSchema;

struct Options {
  std::vector<Rule> rules;
  std::string key, prefix = "h_";
};

// Throws OptionError that names the rule.
Options ReadOptions(std::string_view json);

}  // namespace griot::privacy
