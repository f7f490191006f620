#include "plugins/dashboard/reports/funnel.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "plugins/dashboard/reports/funnel_query.h"

namespace griot::dashboard {
namespace {

// percentile_cont, in seconds, of microseconds.
Table::Cell Percentile(std::vector<int64_t> values, double p) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const double at = p * static_cast<double>(values.size() - 1);
  const auto low = static_cast<size_t>(at), high = std::min(low + 1, values.size() - 1);
  const double a = static_cast<double>(values[low]), b = static_cast<double>(values[high]);
  return CellOf((a + (b - a) * (at - std::floor(at))) / 1e6);
}

Table::Cell Rate(size_t part, size_t whole) {
  if (whole == 0) return std::nullopt;
  return CellOf(static_cast<double>(part) / static_cast<double>(whole));
}

using Members = std::vector<const FunnelMember*>;

void AddSteps(const Ask& ask, const FunnelQuestion& question, const Members& members,
              const Table::Cell& value, Table* table) {
  const size_t steps = question.rules.steps;
  std::vector<size_t> reached(steps + 1, 0), open(steps, 0);
  std::vector<std::vector<int64_t>> times(steps);
  for (const FunnelMember* const member : members) {
    const auto& at = member->run.times;
    for (size_t step = 0; step < at.size(); ++step) {
      ++reached[step];
      if (step > 0) times[step].push_back(at[step] - at[step - 1]);
    }
    // Who may still go on is not lost.
    if (at.size() < steps && at.front() + question.rules.window >= ask.period.now)
      ++open[at.size() - 1];
  }
  for (size_t step = 0; step < steps; ++step) {
    table->rows.push_back(
        {value, CellOf(static_cast<int64_t>(step + 1)), question.names[step],
         CellOf(static_cast<int64_t>(reached[step])), Rate(reached[step], reached[0]),
         step == 0 ? Table::Cell() : Rate(reached[step], reached[step - 1]),
         // Nobody is lost at the last one.
         step + 1 == steps
             ? Table::Cell()
             : CellOf(static_cast<int64_t>(reached[step] - reached[step + 1] - open[step])),
         CellOf(static_cast<int64_t>(open[step])), Percentile(times[step], 0.5),
         Percentile(times[step], 0.9)});
  }
}

Table Steps(const Ask& ask) {
  const FunnelQuestion question = FunnelQuestion::Read(ask);
  const std::vector<FunnelMember> members = RunFunnel(ask, question);
  Table table{{{"value", Kind::kText},
               {"step", Kind::kInt},
               {"name", Kind::kText},
               {"reached", Kind::kInt},
               {"conversion", Kind::kNumber},
               {"conversion_from_previous", Kind::kNumber},
               {"dropped", Kind::kInt},
               {"open", Kind::kInt},
               {"median_seconds", Kind::kNumber},
               {"p90_seconds", Kind::kNumber}},
              {}};
  Members all;
  std::map<std::string, Members> by_value;
  for (const FunnelMember& member : members) {
    all.push_back(&member);
    if (!question.breakdown.empty()) by_value[member.value].push_back(&member);
  }
  AddSteps(ask, question, all, std::nullopt, &table);
  std::vector<std::pair<std::string, Members>> largest(by_value.begin(), by_value.end());
  std::stable_sort(largest.begin(), largest.end(),
                   [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  if (largest.size() > 10) largest.resize(10);
  for (const auto& [value, some] : largest) AddSteps(ask, question, some, value, &table);
  return table;
}

}  // namespace

std::vector<Param> FunnelParams() {
  return {{"steps",
           "A JSON list of 2 to 10 events' names, or of {\"event\", \"filters\"}",
           Param::kText,
           {},
           {},
           0,
           0,
           true},
          {"exclude", "A JSON list of events that remove who has them on the way"},
          {"order",
           "ordered: others may lie between; strict: no other own event may; any: in any order",
           Param::kEnum,
           {"ordered", "strict", "any"},
           "ordered"},
          {"scope", "Whose steps they must be", Param::kEnum, {"person", "session"}, "person"},
          {"window",
           "Seconds from step 1 in which the others must follow",
           Param::kInt,
           {},
           "1209600",
           1,
           31'536'000}};
}

Report FunnelReport() {
  const std::vector<Param> params = {
      {"by_property", "Split by a property's first known value: its path"}};
  return {"/api/v1/funnel",
          "How many people go from step to step, and how long they take",
          TimeParams() + FunnelParams() + params,
          {{"steps", Shape::kList, &Steps, true}}};
}

}  // namespace griot::dashboard
