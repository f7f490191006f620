#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace griot::postgres {

// What YAML says of the stage. Plain data.
struct Options {
  std::string url;  // may hold a password: never printed
  std::string role = "griot_writer";
  bool migrate = true;
  std::chrono::milliseconds timeout{10000};
};

// Reads options that were checked against kOptionsSchema. Throws OptionError.
Options ReadOptions(std::string_view json);

extern const char* const kOptionsSchema;

}  // namespace griot::postgres
