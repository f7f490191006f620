// A short-lived child process: what it is told on standard input, what it says on standard output.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "griot/cpp/status.hpp"

namespace griot::host {

namespace child {

struct End {
  int status = 0;     // as of waitpid
  bool late = false;  // it was killed
  std::chrono::milliseconds patience{0};
  std::string output;  // its first 64 KiB
};

// Runs it to its end, or kills it when it takes longer. From any thread.
Status Run(const std::vector<std::string>& argv, const std::string& input,
           std::chrono::milliseconds patience, End* end);

}  // namespace child
}  // namespace griot::host
