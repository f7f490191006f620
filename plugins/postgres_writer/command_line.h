#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connection.h"
#include "griot/abi/ext/command.h"

namespace griot::postgres {

enum ExitCode { kDone = 0, kFailed = 1, kUsage = 2, kConfiguration = 3 };

// One run of a command: its words, its output, its database. Control thread; lives for the call.
class CommandLine {
 public:
  // `flags` take no value ("--all"), `options` take one ("--project").
  CommandLine(const griot_command_call* call, std::vector<std::string_view> flags,
              std::vector<std::string_view> options);

  // Empty when the words make sense, else what is wrong.
  const std::string& problem() const { return problem_; }
  const std::vector<std::string>& words() const { return words_; }
  bool Has(std::string_view flag) const { return values_.contains(flag); }
  // The first, where it was given more than once.
  std::string Value(std::string_view option, std::string_view otherwise = {}) const;
  std::vector<std::string> Values(std::string_view option) const;
  bool json() const { return call_->json != 0; }

  void Out(std::string_view text) const { call_->out(call_, {text.data(), text.size()}); }
  int Fail(ExitCode code, std::string_view text) const;
  int Fail(const PgError& error) const { return Fail(kFailed, Explain(error)); }
  // The answer of the running griot, or why there is none.
  std::optional<std::string> Ask(std::string_view request, std::string* problem) const;

  // Connects to GRIOT_PG and acts as `role`; as the login itself where that is empty.
  bool Connect(const std::string& role, int* exit_code);
  Connection& connection() { return connection_; }
  // Of the environment, or of DIR/env; nullopt where it is unset or empty.
  std::optional<std::string> Env(const char* name) const;
  std::optional<std::string> DatabaseUrl() const { return Env("GRIOT_PG"); }
  static Deadline Soon() { return Clock::now() + std::chrono::seconds(30); }

 private:
  const griot_command_call* call_;
  std::string problem_;
  std::vector<std::string> words_;
  std::multimap<std::string, std::string, std::less<>> values_;
  Connection connection_;
};

// A table for people: columns as wide as their widest text, two spaces between.
std::string FormatTable(const std::vector<std::vector<std::string>>& rows);

}  // namespace griot::postgres
