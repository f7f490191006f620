#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/abi/ext/command.h"
#include "griot/plugin.hpp"
#include "plugins/history_import/client/state_file.h"

namespace griot::history_import {

enum ExitCode { kDone = 0, kFailed = 1, kUsage = 2, kConfiguration = 3 };

// One run of a command: its words, its output, its environment, the griot of its data folder.
// Control thread; lives for the call.
class Console {
 public:
  // `options` take a value each ("--to").
  Console(const griot_command_call* call, const std::vector<std::string_view>& options);

  // Empty when the words make sense, else what is wrong.
  const std::string& problem() const { return problem_; }
  const std::vector<std::string>& words() const { return words_; }
  std::optional<std::string> Option(std::string_view name) const;
  std::optional<std::string> Env(const char* name) const;
  std::string data_dir() const { return std::string(View(call_->data_dir)); }
  bool json() const { return call_->json != 0; }

  void Out(std::string_view text) const { call_->out(call_, Str(text)); }
  // A line for people, on standard error.
  void Say(std::string_view text) const;
  int Fail(ExitCode code, std::string_view text) const;

  // The ledger of the griot that runs on the data folder; nullopt: none does, or it cannot say.
  std::optional<std::vector<LedgerLine>> Ledger() const;

 private:
  const griot_command_call* call_;
  std::string problem_;
  std::vector<std::string> words_;
  std::map<std::string, std::string, std::less<>> options_;
};

}  // namespace griot::history_import
