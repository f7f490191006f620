#include "plugins/history_import/client/console.h"

#include <algorithm>

#include "griot/json.hpp"

namespace griot::history_import {

Console::Console(const griot_command_call* call, const std::vector<std::string_view>& options)
    : call_(call) {
  for (uint32_t i = 0; i < call->argc && problem_.empty(); ++i) {
    const std::string_view word = View(call->argv[i]);
    const size_t equals = word.starts_with("--") ? word.find('=') : std::string_view::npos;
    const std::string_view name = word.substr(0, equals);
    if (!word.starts_with("--")) {
      words_.emplace_back(word);
    } else if (std::find(options.begin(), options.end(), name) == options.end()) {
      problem_ = "unknown option " + std::string(name);
    } else if (equals != std::string_view::npos) {
      options_.insert_or_assign(std::string(name), std::string(word.substr(equals + 1)));
    } else if (i + 1 == call->argc) {
      problem_ = std::string(word) + " needs a value";
    } else {
      options_.insert_or_assign(std::string(name), std::string(View(call->argv[++i])));
    }
  }
}

std::optional<std::string> Console::Option(std::string_view name) const {
  const auto found = options_.find(name);
  if (found == options_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> Console::Env(const char* name) const {
  griot_str value{};
  if (call_->env(call_, name, &value) != GRIOT_OK || value.size == 0) return std::nullopt;
  return std::string(View(value));
}

void Console::Say(std::string_view text) const {
  const std::string line = std::string(text) + "\n";
  call_->err(call_, Str(line));
}

int Console::Fail(ExitCode code, std::string_view text) const {
  Say("griot: " + std::string(text));
  return code;
}

std::optional<std::vector<LedgerLine>> Console::Ledger() const {
  griot_str reply{};
  constexpr std::string_view kRequest = R"({"op":"ledger"})";
  if (call_->control(call_, Str(kRequest), &reply) != GRIOT_OK) return std::nullopt;
  const std::string text(View(reply));
  json::Document document;
  json::Scratch scratch;
  if (!document.Parse(text).ok() || !document.root().Find("lines").is_array()) return std::nullopt;
  std::vector<LedgerLine> lines;
  for (const json::Value value : document.root().Find("lines").elements()) {
    const auto number = [&](std::string_view name) {
      return value.Find(name).uint64().value_or(0);
    };
    LedgerLine& line = lines.emplace_back();
    line.project = value.Find("project").string(scratch).value_or("");
    line.source = value.Find("source").string(scratch).value_or("");
    line.accepted = number("accepted");
    line.stored = number("stored");
    line.duplicate = number("duplicate");
    line.filtered = number("filtered");
    line.dead = number("dead");
    line.in_flight = number("in_flight");
  }
  return lines;
}

}  // namespace griot::history_import
