#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace griot::web_sdk {

// What YAML may say of a web_sdk stage. Plain data.
struct Options {
  std::string path = "/v1/capture";
  std::string health_path = "/v1/health";
  std::string handshake_path = "/v1/handshake";
  bool scripts = true;
  uint64_t max_body = 8 << 20;    // bytes, unpacked
  uint64_t max_event = 32 << 10;  // bytes of one event's JSON
  bool keep_ip = false;
  std::vector<std::string> key_secrets;
};

// JSON Schema of the above, with the defaults.
extern const char* const kOptionsSchema;

// Throws OptionError when they cannot be used.
Options ReadOptions(std::string_view json);

}  // namespace griot::web_sdk
