// The options of a stage, and their schema.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "griot/redis_url.hpp"

namespace griot::redis_queue {

extern const char kOptionsSchema[];

// Plain data, the same for source and sink: one plugin, one schema.
struct Options {
  RedisUrl endpoint;
  uint32_t partitions = 16;
  // What an acknowledgement survives: a power cut, or only the death of processes.
  bool power_cut = true;
  uint64_t max_events = 2'000'000;
  uint64_t max_bytes = 1ULL << 30;
  std::string group = "griot";
  std::vector<std::string> groups;  // that hold the trim; the first one's acks measure the depth
  std::chrono::milliseconds lease{5000};
  uint32_t batch = 5000;
};

// From options that the host has checked against the schema. Throws OptionError for what a schema
// cannot say.
Options ParseOptions(std::string_view json);

}  // namespace griot::redis_queue
