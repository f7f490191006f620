#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "griot/command.hpp"

namespace griot::postgres {

// What a key is made with (docs/settings.md): whose it is, and what it is held to. Plain data.
struct KeyTerms {
  std::string project;
  std::string kind = "write";
  bool is_signed = false;
  std::vector<std::string> channels, origins;  // empty: any
  double rate = 0;                             // events a second; 0: no limit
  int64_t burst = 0;

  // Of the options of `griot key new` and `griot key add`. An empty text: they make sense; else
  // what is wrong.
  std::string Read(const CommandLine& line);

 private:
  std::string ReadRate(const CommandLine& line);
};

// As a browser writes its Origin header: lower case, without a slash at its end or the port that
// its scheme has anyway. Empty: it is no origin.
std::string NormalOrigin(std::string_view text);

}  // namespace griot::postgres
