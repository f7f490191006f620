#include "plugins/dashboard/reports/agents.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "plugins/dashboard/rollup/facts.h"
#include "plugins/dashboard/rollup/reader.h"

namespace griot::dashboard {
namespace {

constexpr int64_t kDayMicros = kDay * int64_t{1'000'000};

// How a duration is told.
struct Rank {
  const char* name;
  double p;
};
constexpr Rank kRanks[] = {{"p25", 0.25}, {"median", 0.5}, {"p75", 0.75}, {"p90", 0.9}};

enum Assigned { kAll, kOpenById };

const Facts& By(const Ask& ask, FactKind kind) {
  return AllFacts(ask, kind, {"agent", std::nullopt});
}

// Chats that a silence of a day closes are open as long as their last message is younger than that.
int64_t OpenOf(const Fact& assigned, int64_t now) {
  return assigned.count(kOpenById) +
         std::count_if(assigned.others.begin(), assigned.others.end(),
                       [now](double last) { return std::llround(last * 1e6) + kDayMicros > now; });
}

void AddSpread(const std::vector<double>& seconds, std::vector<Table::Cell>* row) {
  for (const Rank& rank : kRanks) {
    const auto value = PercentileOf(seconds, rank.p);
    row->push_back(value ? CellOf(*value) : std::nullopt);
  }
}

}  // namespace

Table AgentsTable(const Ask& ask) {
  Table table{{{"agent", Kind::kText},
               {"assigned", Kind::kInt},
               {"open", Kind::kInt},
               {"answered", Kind::kInt},
               {"transferred", Kind::kInt},
               {"resolved", Kind::kInt}},
              {}};
  for (const char* const of : {"first_response", "response", "queue", "resolution"}) {
    for (const Rank& rank : kRanks) {
      table.columns.push_back({std::string(rank.name) + "_" + of + "_seconds", Kind::kNumber});
    }
  }
  const Facts &assigned = By(ask, FactKind::kAssignment), &waits = By(ask, FactKind::kWait),
              &resolutions = By(ask, FactKind::kResolution), &chats = By(ask, FactKind::kChat);
  Ask whole = ask.With("name", "chat.transferred");
  whole.period.starts = {ask.period.begins};
  const Slice& transfers = ReadSlices(whole, "agent", false).front();

  std::set<std::string> agents;
  for (const auto& [agent, fact] : assigned) agents.insert(agent);
  for (const auto& [agent, fact] : resolutions) agents.insert(agent);
  for (const auto& [agent, cell] : transfers) agents.insert(agent);
  for (const auto& [agent, fact] : waits) {
    if (fact.count(0) > 0) agents.insert(agent);
  }
  agents.erase("");  // what was nobody's
  std::vector<std::string> order(agents.begin(), agents.end());
  std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return FactAt(waits, a).count(0) > FactAt(waits, b).count(0);
  });
  const size_t first = std::min(order.size(), static_cast<size_t>(ask.Int("offset")));
  const size_t end = std::min(order.size(), first + static_cast<size_t>(ask.Int("limit")) + 1);
  for (size_t i = first; i < end; ++i) {
    const Fact &given = FactAt(assigned, order[i]), &wait = FactAt(waits, order[i]),
               &resolved = FactAt(resolutions, order[i]);
    auto& row = table.rows.emplace_back();
    row = {order[i],
           CellOf(given.count(kAll)),
           CellOf(OpenOf(given, ask.period.now)),
           CellOf(wait.count(0)),
           CellOf(CellAt(transfers, order[i]).events),
           CellOf(resolved.count(0))};
    AddSpread(FactAt(chats, order[i]).others, &row);
    AddSpread(wait.samples, &row);
    AddSpread(given.samples, &row);
    AddSpread(resolved.samples, &row);
  }
  return table;
}

}  // namespace griot::dashboard
