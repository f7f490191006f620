// The words of a command that a plugin brings (griot.command/1), and its output. Header-only.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/abi/ext/command.h"
#include "griot/cpp/status.hpp"

namespace griot {
inline namespace sdk_v1 {

enum ExitCode { kDone = 0, kFailed = 1, kUsage = 2, kConfiguration = 3 };

// One run of a command: its words, its output, its environment, the griot that runs on its data
// folder. Control thread; lives for the call.
class CommandLine {
 public:
  // `flags` take no value ("--all"), `options` take one ("--project").
  CommandLine(const griot_command_call* call, std::vector<std::string_view> flags,
              std::vector<std::string_view> options)
      : call_(call) {
    for (uint32_t i = 0; i < call->argc && problem_.empty(); ++i) {
      const std::string_view word = View(call->argv[i]);
      const size_t equals = word.find('=');
      if (!word.starts_with("--")) {
        words_.emplace_back(word);
      } else if (Holds(flags, word)) {
        values_.emplace(word, "");
      } else if (equals != std::string_view::npos && Holds(options, word.substr(0, equals))) {
        values_.emplace(word.substr(0, equals), word.substr(equals + 1));
      } else if (!Holds(options, word)) {
        problem_ = "unknown option " + std::string(word);
      } else if (i + 1 == call->argc) {
        problem_ = std::string(word) + " needs a value";
      } else {
        values_.emplace(word, View(call->argv[++i]));
      }
    }
  }

  // Empty when the words make sense, else what is wrong.
  const std::string& problem() const { return problem_; }
  const std::vector<std::string>& words() const { return words_; }
  bool Has(std::string_view option) const { return values_.find(option) != values_.end(); }
  // The first, where it was given several times.
  std::optional<std::string> Option(std::string_view name) const {
    const auto found = values_.lower_bound(name);
    if (found == values_.end() || found->first != name) return std::nullopt;
    return found->second;
  }
  std::string Value(std::string_view name, std::string_view otherwise = {}) const {
    return Option(name).value_or(std::string(otherwise));
  }
  std::vector<std::string> Values(std::string_view name) const {
    std::vector<std::string> list;
    const auto [begin, end] = values_.equal_range(name);
    for (auto at = begin; at != end; ++at) list.push_back(at->second);
    return list;
  }
  bool json() const { return call_->json != 0; }
  std::string data_dir() const { return std::string(View(call_->data_dir)); }

  void Out(std::string_view text) const { call_->out(call_, Str(text)); }
  // A line for people, on standard error.
  void Say(std::string_view text) const {
    const std::string line = std::string(text) + "\n";
    call_->err(call_, Str(line));
  }
  int Fail(ExitCode code, std::string_view text) const {
    Say("griot: " + std::string(text));
    return code;
  }

  // Of the environment or DIR/env; nullopt where it is unset or empty.
  std::optional<std::string> Env(const char* name) const {
    griot_str value{};
    if (call_->env(call_, name, &value) != GRIOT_OK || value.size == 0) return std::nullopt;
    return std::string(View(value));
  }
  // The answer of the running griot (docs/control.md), or why there is none.
  std::optional<std::string> Ask(std::string_view request, std::string* problem) const {
    griot_str reply{};
    const griot_result result = call_->control(call_, Str(request), &reply);
    if (result == GRIOT_OK) return std::string(View(reply));
    *problem = result == GRIOT_GONE ? "no griot runs on this data folder; start it first"
                                    : "the running griot did not answer";
    return std::nullopt;
  }

 private:
  static bool Holds(const std::vector<std::string_view>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  }

  const griot_command_call* call_;
  std::string problem_;
  std::vector<std::string> words_;
  std::multimap<std::string, std::string, std::less<>> values_;
};

// A table for people: columns as wide as their widest text, two spaces between.
inline std::string FormatTable(const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      line.append(widths[i] + 2 - row[i].size(), ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

namespace detail {

// No exception leaves the plugin.
template <int32_t (*kRun)(const griot_command_call*)>
int32_t GuardCommand(const griot_command_call* call) noexcept {
  try {
    return kRun(call);
  } catch (const std::exception& e) {
    const std::string line = std::string("griot: ") + e.what() + "\n";
    call->err(call, Str(line));
    return kFailed;
  }
}

}  // namespace detail

// An entry of griot_commands; `kRun` may throw.
template <int32_t (*kRun)(const griot_command_call*)>
constexpr griot_command Command(const char* name, const char* usage, const char* summary) {
  return {sizeof(griot_command), 0, name, usage, summary, &detail::GuardCommand<kRun>};
}

}  // namespace sdk_v1
}  // namespace griot
