#include "host/pipeline/ledger.h"

#include <mutex>

#include "griot/json.hpp"

namespace griot::host {
namespace {

struct Side {
  std::shared_ptr<Generation> stage;
  const griot_ledger* table;
};

// One plugin may be used several times, as a source here and as a sink there: whichever instance
// can answer speaks for all of them.
std::map<std::string, std::vector<Side>> Sides(const std::vector<Stage*>& stages, uint32_t side) {
  std::map<std::string, std::vector<Side>> by_plugin;
  for (const Stage* stage : stages) {
    std::shared_ptr<Generation> current = stage->Current();
    const auto* table = current->Extension<griot_ledger>(GRIOT_EXT_LEDGER);
    if (table != nullptr && table->side == side)
      by_plugin[current->plugin().id].push_back({std::move(current), table});
  }
  return by_plugin;
}

void Take(void* user, const griot_ledger_row* row) {
  auto* report = static_cast<LedgerReport*>(user);
  LedgerLine& line =
      report->lines[{std::string(View(row->project)), std::string(View(row->source))}];
  line.accepted += row->accepted;
  line.restored += row->restored;
  line.stored += row->stored;
  line.duplicate += row->duplicate;
  line.filtered += row->filtered;
  line.dead += row->dead;
}

// Those that answered, one for each plugin.
std::vector<Side> ReadSide(const std::vector<Stage*>& stages, uint32_t side, LedgerReport* report) {
  std::vector<Side> answered;
  for (const auto& [plugin, sides] : Sides(stages, side)) {
    for (const Side& s : sides) {
      const Status status = detail::Ask([&](griot_error* error) {
        const CallGuard::Running running(s.stage->calls(), Entry::kLedger);
        return s.table->read(s.stage->instance(), Take, report, error);
      });
      if (status.code == GRIOT_UNSUPPORTED) continue;
      if (status.ok()) answered.push_back(s);
      if (!status.ok()) report->troubles.push_back(s.stage->name() + ": " + status.text);
      break;
    }
  }
  return answered;
}

void Restore(const std::vector<Side>& relays, LedgerReport* report, const LedgerReport& store) {
  if (relays.empty()) return;
  for (auto& [key, line] : report->lines) {
    if (line.settled() <= line.accepted) continue;
    const auto own = store.lines.find(key);
    const uint64_t accepted_by_store = own == store.lines.end() ? 0 : own->second.accepted;
    const Side& relay = relays.front();
    const Status status = detail::Ask([&](griot_error* error) {
      const CallGuard::Running running(relay.stage->calls(), Entry::kLedger);
      return relay.table->restore(relay.stage->instance(), Str(key.first), Str(key.second),
                                  line.settled() - accepted_by_store, error);
    });
    if (!status.ok()) {
      report->troubles.push_back(relay.stage->name() + ": " + status.text);
      continue;
    }
    line.restored += line.settled() - line.accepted;
    line.accepted = line.settled();
  }
}

void Write(json::Writer<std::string>& w, const LedgerLine& line) {
  w.Key("accepted").Uint(line.accepted).Key("restored").Uint(line.restored);
  w.Key("stored").Uint(line.stored).Key("duplicate").Uint(line.duplicate);
  w.Key("filtered").Uint(line.filtered).Key("dead").Uint(line.dead);
  w.Key("in_flight").Uint(line.in_flight());
}

}  // namespace

LedgerReport ReadLedger(const std::vector<Stage*>& stages) {
  static std::mutex one_at_a_time;
  std::lock_guard lock(one_at_a_time);
  LedgerReport report;
  // Outcomes first: what settles between the two readings was accepted before both, so a sound
  // ledger never shows more settled than accepted.
  report.knows_outcomes = !ReadSide(stages, GRIOT_LEDGER_OUTCOMES, &report).empty();
  const LedgerReport store = report;
  const auto relays = ReadSide(stages, GRIOT_LEDGER_ACCEPTED, &report);
  report.knows_accepted = !relays.empty();
  if (report.knows_accepted && report.knows_outcomes) Restore(relays, &report, store);
  return report;
}

std::string LedgerReport::Json() const {
  std::string out;
  json::Writer<std::string> w(out);
  LedgerLine total;
  bool balanced = true;
  w.BeginObject().Key("lines").BeginArray();
  for (const auto& [key, line] : lines) {
    w.BeginObject().Key("project").String(key.first).Key("source").String(key.second);
    Write(w, line);
    w.EndObject();
    total.accepted += line.accepted;
    total.restored += line.restored;
    total.stored += line.stored;
    total.duplicate += line.duplicate;
    total.filtered += line.filtered;
    total.dead += line.dead;
    balanced = balanced && line.settled() <= line.accepted;
  }
  w.EndArray().Key("total").BeginObject();
  Write(w, total);
  w.EndObject().Key("balanced").Bool(balanced && knows_accepted && knows_outcomes);
  w.Key("troubles").BeginArray();
  for (const std::string& trouble : troubles) w.String(trouble);
  w.EndArray().EndObject();
  return out;
}

}  // namespace griot::host
