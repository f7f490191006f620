#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace griot::segment_api {

// What YAML may say of a segment_api stage. Plain data.
struct Options {
  std::string prefix = "/v1";
  uint64_t max_body = 500 << 10;  // bytes, unpacked
  uint64_t max_event = 32 << 10;  // bytes of one event's JSON
  std::string channel = "web";
  bool channel_from_context = false;
  bool keep_ip = false;
  std::vector<std::string> key_secrets;
  std::string public_url;  // without a slash at its end
};

// JSON Schema of the above, with the defaults.
extern const char* const kOptionsSchema;

// Throws OptionError when they cannot be used.
Options ReadOptions(std::string_view json);

}  // namespace griot::segment_api
