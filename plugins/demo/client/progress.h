#pragma once

#include <chrono>
#include <string>

#include "griot/abi/ext/command.h"

namespace griot::demo {

std::string Grouped(uint64_t number);

// How far the telling is: one line that is written over on a terminal, else a line every two
// seconds. One thread.
class Progress {
 public:
  // It must outlive it.
  Progress(const griot_command_call* call, uint64_t total);

  // Says it where it is time. `note`: what people should know besides.
  void Show(uint64_t done, const std::string& note);
  // Says it whatever the time, and ends the line.
  void End(uint64_t done);
  double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;

  void Write(uint64_t done, const std::string& note);

  const griot_command_call* const call_;
  const uint64_t total_;
  const bool terminal_;
  const Clock::time_point began_;
  Clock::time_point said_;
};

}  // namespace griot::demo
