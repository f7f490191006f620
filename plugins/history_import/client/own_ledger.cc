#include "plugins/history_import/client/own_ledger.h"

#include <string>

#include "griot/json.hpp"

namespace griot::history_import {

std::optional<std::vector<LedgerLine>> OwnLedger(const CommandLine& command) {
  std::string problem;
  const auto text = command.Ask(R"({"op":"ledger"})", &problem);
  if (!text) return std::nullopt;
  json::Document document;
  json::Scratch scratch;
  if (!document.Parse(*text).ok() || !document.root().Find("lines").is_array()) return std::nullopt;
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
