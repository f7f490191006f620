#include "host/pipeline/reload_report.h"

#include <algorithm>
#include <cstdio>

#include "griot/json.hpp"

namespace griot::host {
namespace {

std::string Swapped(const ReloadReport::Change& change) {
  if (!change.swapped) return {};
  if (change.records == 0) return " (swapped)";
  return " (swapped, with " + std::to_string(change.records) + " records of state, " +
         std::to_string((change.state_bytes + 1023) / 1024) + " KiB)";
}

}  // namespace

ReloadReport ReloadReport::Refuse(std::string what, std::string why) {
  ReloadReport report;
  report.refused.push_back({std::move(what), std::move(why)});
  return report;
}

const char* ReloadReport::Name(Verb verb) {
  static constexpr const char* kNames[] = {"kept", "added", "changed", "removed"};
  return kNames[static_cast<size_t>(verb)];
}

std::string ReloadReport::Json() const {
  std::string out;
  json::Writer<std::string> w(out);
  w.BeginObject().Key("ok").Bool(ok()).Key("seconds").Double(seconds);
  w.Key("pause_ms").Double(pause_ms);
  for (const Verb verb : {Verb::kKept, Verb::kAdded, Verb::kChanged, Verb::kRemoved}) {
    w.Key(ok() || verb == Verb::kKept ? Name(verb) : "would_be_" + std::string(Name(verb)));
    w.BeginArray();
    for (const Change& change : changes) {
      if (change.verb != verb) continue;
      w.BeginObject().Key("what").String(change.what).Key("name").String(change.name);
      if (!change.why.empty()) w.Key("why").String(change.why);
      if (change.swapped) {
        w.Key("swapped").Bool(true).Key("records").Uint(change.records);
        w.Key("state_bytes").Uint(change.state_bytes);
      }
      w.EndObject();
    }
    w.EndArray();
  }
  w.Key("refused").BeginArray();
  for (const Refusal& refusal : refused) {
    w.BeginObject().Key("what").String(refusal.what).Key("why").String(refusal.why).EndObject();
  }
  w.EndArray().Key("warnings").BeginArray();
  for (const std::string& warning : warnings) w.String(warning);
  w.EndArray().Key("lines").BeginArray();
  for (const std::string& line : Lines()) w.String(line);
  w.EndArray().Key("faulty").Bool(faulty).Key("finishing").String(finishing).EndObject();
  return out;
}

std::vector<std::string> ReloadReport::Lines() const {
  std::vector<std::string> lines;
  for (const Refusal& refusal : refused)
    lines.push_back(refusal.what.empty() ? refusal.why : refusal.what + ": " + refusal.why);
  if (!ok()) {
    lines.emplace_back("refused: griot runs on as before, nothing has changed");
    return lines;
  }
  size_t kept = 0, others = 0;
  for (const Change& change : changes) {
    if (change.verb == Verb::kKept) {
      kept += change.what != "pipeline";
      continue;
    }
    ++others;
    lines.push_back(std::string(Name(change.verb)) + " " + change.what + " " + change.name +
                    (change.why.empty() ? "" : ": " + change.why) + Swapped(change));
  }
  char times[96];
  std::snprintf(times, sizeof times, " (%.2f s, of which lanes stood %.1f ms)", seconds, pause_ms);
  const std::string rest = std::to_string(kept) + " stage" + (kept == 1 ? "" : "s") + " kept";
  lines.push_back(others == 0 ? "nothing has changed; " + rest : "done; " + rest + times);
  if (!finishing.empty()) lines.push_back("still ending: " + finishing);
  return lines;
}

}  // namespace griot::host
