#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace griot::geo {

extern const char* const kOptionsSchema;

struct Options {
  std::vector<std::string> country, city;  // files; asked in their order
  bool keep_ip = false;
};

// Throws OptionError.
Options ReadOptions(std::string_view json);

}  // namespace griot::geo
