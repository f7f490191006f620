#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace griot::history_import {

// What YAML may say of a history_import stage. Plain data.
struct Options {
  std::string path = "/v1/import";
  uint64_t max_body = 8 << 20;   // bytes, unpacked
  uint64_t max_event = 1 << 20;  // bytes of one line
};

// JSON Schema of the above, with the defaults.
extern const char* const kOptionsSchema;

// Throws OptionError when they cannot be used.
Options ReadOptions(std::string_view json);

}  // namespace griot::history_import
