#include "plugins/dashboard/reports/sessions.h"

#include <algorithm>
#include <array>
#include <utility>

#include "plugins/dashboard/rollup/facts.h"

namespace griot::dashboard {
namespace {

enum Count { kSessions, kEngaged, kConverted, kEvents, kSingle };
constexpr std::array<const char*, 4> kFilters = {"channel", "country", "campaign", "device"};
constexpr size_t kMostValues = 20;

Table::Cell Percentile(const Fact& fact, double p) {
  const auto value = PercentileOf(fact.samples, p);
  return value ? CellOf(*value) : std::nullopt;
}

std::vector<Table::Cell> RowOf(Table::Cell first, const Fact& fact) {
  const int64_t engaged = fact.count(kEngaged), converted = fact.count(kConverted);
  return {std::move(first),
          CellOf(engaged),
          CellOf(converted),
          RateOf(converted, engaged),
          Percentile(fact, 0.5),
          Percentile(fact, 0.9),
          RateOf(fact.count(kEvents), engaged),
          RateOf(fact.count(kSingle), engaged)};
}

// What both the whole and each of its values are told with, after their number or name.
Table TableWith(Column first) {
  return {{std::move(first),
           {"engaged_sessions", Kind::kInt},
           {"converted_sessions", Kind::kInt},
           {"conversion_rate", Kind::kNumber},
           {"median_seconds", Kind::kNumber},
           {"p90_seconds", Kind::kNumber},
           {"events_per_session", Kind::kNumber},
           {"single_event_share", Kind::kNumber}},
          {}};
}

// nullopt: the roll-ups do not have these filters together.
std::optional<FactPick> PickOf(const Ask& ask, const std::string& by = {}) {
  FactPick pick{by, std::nullopt};
  for (const char* const filter : kFilters) {
    if (!ask.Has(filter)) continue;
    if (pick.value || (!by.empty() && by != filter)) return std::nullopt;
    pick.dim = filter;
    pick.value = ask.Text(filter);
  }
  return pick;
}

// Roll-ups count by griot's own goals; by a project's, only its events can.
std::optional<FactPick> ConvertedPickOf(const Ask& ask, const std::string& by = {}) {
  if (ask.Run("own_goals").text(0, 0) == "t") return std::nullopt;
  return PickOf(ask, by);
}

const Fact& Only(const Facts& facts, const FactPick& pick) {
  return FactAt(facts, pick.value.value_or(""));
}

}  // namespace

Table SessionSummary(const Ask& ask) {
  const auto pick = ConvertedPickOf(ask);
  if (!pick) return ask.Read("sessions_summary");
  const Facts& facts = AllFacts(ask, FactKind::kSession, *pick);
  const Fact& fact = Only(facts, *pick);
  Table table = TableWith({"sessions", Kind::kInt});
  table.rows.push_back(RowOf(CellOf(fact.count(kSessions)), fact));
  return table;
}

Table SessionSeries(const Ask& ask) {
  auto pick = ConvertedPickOf(ask);
  if (!pick) return ask.Read("sessions_series");
  pick->samples = false;
  Table table{{{"part", Kind::kInt},
               {"sessions", Kind::kInt},
               {"engaged_sessions", Kind::kInt},
               {"converted_sessions", Kind::kInt}},
              {}};
  const auto& parts = ReadFacts(ask, FactKind::kSession, *pick);
  for (size_t i = 0; i < parts.size(); ++i) {
    const Fact& fact = Only(parts[i], *pick);
    table.rows.push_back({CellOf(static_cast<int64_t>(i)), CellOf(fact.count(kSessions)),
                          CellOf(fact.count(kEngaged)), CellOf(fact.count(kConverted))});
  }
  return table;
}

Table SessionDurations(const Ask& ask) {
  const auto pick = PickOf(ask);
  if (!pick) return ask.Read("sessions_durations");
  const Facts& facts = AllFacts(ask, FactKind::kSession, *pick);
  const std::array<double, 8> from = {0, 10, 30, 60, 180, 600, 1800, 3600};
  std::array<int64_t, 8> counts{};
  for (const double seconds : Only(facts, *pick).samples) {
    ++counts[static_cast<size_t>(std::upper_bound(from.begin(), from.end(), seconds) -
                                 from.begin() - 1)];
  }
  Table table{
      {{"from_seconds", Kind::kInt}, {"to_seconds", Kind::kInt}, {"engaged_sessions", Kind::kInt}},
      {}};
  for (size_t i = 0; i < from.size(); ++i) {
    table.rows.push_back(
        {CellOf(static_cast<int64_t>(from[i])),
         i + 1 < from.size() ? CellOf(static_cast<int64_t>(from[i + 1])) : Table::Cell(),
         CellOf(counts[i])});
  }
  return table;
}

Table SessionsBy(const Ask& ask, const std::string& by) {
  const auto pick = ConvertedPickOf(ask, by);
  if (!pick) return ask.With("by", by).Read("sessions_by");
  const Facts& facts = AllFacts(ask, FactKind::kSession, *pick);
  std::vector<std::pair<std::string, const Fact*>> lines;
  for (const auto& [value, fact] : facts) {
    if (fact.count(kEngaged) > 0) lines.emplace_back(value, &fact);
  }
  // Those without a value stand last of as many.
  std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) {
    const int64_t more = a.second->count(kEngaged) - b.second->count(kEngaged);
    return more != 0 ? more > 0 : !a.first.empty() && b.first.empty();
  });
  if (lines.size() > kMostValues) lines.resize(kMostValues);
  Table table = TableWith({"value", Kind::kText});
  for (const auto& [value, fact] : lines) {
    table.rows.push_back(RowOf(value.empty() ? Table::Cell() : Table::Cell(value), *fact));
  }
  return table;
}

}  // namespace griot::dashboard
