#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "griot/abi/ext/command.h"
#include "griot/cpp/status.hpp"

namespace griot::whatsapp_crm {

enum ExitCode { kDone = 0, kFailed = 1, kUsage = 2, kConfiguration = 3 };

// One run of a command: its words and its output. Control thread; lives for the call.
class Call {
 public:
  explicit Call(const griot_command_call* call) : call_(call) {}

  bool json() const { return call_->json != 0; }
  std::vector<std::string_view> words() const {
    std::vector<std::string_view> words;
    for (uint32_t i = 0; i < call_->argc; ++i) words.push_back(View(call_->argv[i]));
    return words;
  }
  void Out(std::string_view text) const { call_->out(call_, Str(text)); }
  int32_t Fail(ExitCode code, std::string_view text) const {
    const std::string line = "griot: " + std::string(text) + "\n";
    call_->err(call_, Str(line));
    return code;
  }

 private:
  const griot_command_call* call_;
};

}  // namespace griot::whatsapp_crm
