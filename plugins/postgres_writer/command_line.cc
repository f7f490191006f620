#include "command_line.h"

#include <algorithm>

#include "griot/cpp/status.hpp"
#include "link.h"

namespace griot::postgres {

CommandLine::CommandLine(const griot_command_call* call, std::vector<std::string_view> flags,
                         std::vector<std::string_view> options)
    : call_(call) {
  const auto known = [](const std::vector<std::string_view>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  for (uint32_t i = 0; i < call->argc && problem_.empty(); ++i) {
    const std::string_view word = View(call->argv[i]);
    if (!word.starts_with("--")) {
      words_.emplace_back(word);
    } else if (known(flags, word)) {
      values_.emplace(word, "");
    } else if (const size_t equals = word.find('=');
               equals != std::string_view::npos && known(options, word.substr(0, equals))) {
      values_.emplace(word.substr(0, equals), word.substr(equals + 1));
    } else if (!known(options, word)) {
      problem_ = "unknown option " + std::string(word);
    } else if (i + 1 == call->argc) {
      problem_ = std::string(word) + " needs a value";
    } else {
      values_.emplace(word, View(call->argv[++i]));
    }
  }
}

std::string CommandLine::Value(std::string_view option, std::string_view otherwise) const {
  const auto found = values_.lower_bound(option);
  const bool given = found != values_.end() && found->first == option;
  return std::string(given ? std::string_view(found->second) : otherwise);
}

std::vector<std::string> CommandLine::Values(std::string_view option) const {
  std::vector<std::string> list;
  const auto [begin, end] = values_.equal_range(option);
  for (auto it = begin; it != end; ++it) list.push_back(it->second);
  return list;
}

int CommandLine::Fail(ExitCode code, std::string_view text) const {
  const std::string line = "griot: " + std::string(text) + "\n";
  call_->err(call_, Str(line));
  return code;
}

std::optional<std::string> CommandLine::Ask(std::string_view request, std::string* problem) const {
  griot_str reply{};
  const griot_result result = call_->control(call_, Str(request), &reply);
  if (result == GRIOT_OK) return std::string(View(reply));
  *problem = result == GRIOT_GONE ? "no griot runs on this data folder; start it first"
                                  : "the running griot did not answer";
  return std::nullopt;
}

std::optional<std::string> CommandLine::Env(const char* name) const {
  griot_str value{};
  if (call_->env(call_, name, &value) != GRIOT_OK || value.size == 0) return std::nullopt;
  return std::string(View(value));
}

bool CommandLine::Connect(const std::string& role, int* exit_code) {
  const auto url = DatabaseUrl();
  if (!url) {
    *exit_code = Fail(kConfiguration, "GRIOT_PG is not set: it names the database");
    return false;
  }
  const Deadline deadline = Clock::now() + std::chrono::seconds(5);
  PgError error = connection_.Open(*url, deadline, {});
  if (error.ok() && !role.empty()) error = ActAs(connection_, role, deadline);
  if (!error.ok()) *exit_code = Fail(error);
  return error.ok();
}

std::string FormatTable(const std::vector<std::vector<std::string>>& rows) {
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

}  // namespace griot::postgres
