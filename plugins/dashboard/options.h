#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace griot::dashboard {

// What YAML may say of a dashboard service. Plain data.
struct Options {
  std::string url;           // of Postgres
  std::string public_url;    // where browsers reach it; empty: as they say
  std::string redis;         // of the queue, where collectors tell of their doors; empty: not known
  std::string doors;         // where test events go; empty: none can be sent
  uint32_t connections = 0;  // requests that are worked on at once; never 0 once read
  uint32_t waiting = 64;     // requests that may wait for one; past it: 503
  std::chrono::milliseconds statement_timeout{15'000};
  bool rollups = true;  // whether this process keeps them
};

// JSON Schema of the above, with the defaults.
extern const char* const kOptionsSchema;

// Throws OptionError when they cannot be used.
Options ReadOptions(std::string_view json);

}  // namespace griot::dashboard
