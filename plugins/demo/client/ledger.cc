#include "client/ledger.h"

#include "griot/json.hpp"

namespace griot::demo {

std::optional<LedgerSums> AskLedger(const CommandLine& line, std::string_view project) {
  std::string problem;
  const auto text = line.Ask(R"({"op":"ledger"})", &problem);
  if (!text) return std::nullopt;
  json::Document document;
  if (!document.Parse(*text).ok() || !document.root().Find("lines").is_array()) return std::nullopt;
  LedgerSums sums;
  for (const json::Value one : document.root().Find("lines").elements()) {
    // Counts that wait for their other half may be below zero for a moment.
    const auto number = [&](std::string_view name) { return one.Find(name).uint64().value_or(0); };
    sums.all_in_flight += number("in_flight");
    if (!one.Find("project").StringIs(project)) continue;
    sums.stored += number("stored");
    sums.duplicate += number("duplicate");
    sums.filtered += number("filtered");
    sums.dead += number("dead");
    sums.in_flight += number("in_flight");
  }
  return sums;
}

}  // namespace griot::demo
