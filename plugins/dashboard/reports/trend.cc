#include "plugins/dashboard/reports/trend.h"

#include <algorithm>
#include <array>

#include "plugins/dashboard/reports/counted.h"

namespace griot::dashboard {
namespace {

constexpr size_t kMostSeries = 20;
constexpr std::array<const char*, 9> kSplits = {
    "name", "channel", "country", "campaign", "template", "agent", "device", "browser", "page"};

std::string SplitOf(const Ask& ask) {
  const std::string by = ask.Text("by").value_or("");
  if (by.empty() || std::find(kSplits.begin(), kSplits.end(), by) != kSplits.end()) return by;
  if (by.starts_with("property:") && by.size() > 9) return by;
  std::string all;
  for (const char* const each : kSplits) all += std::string(each) + ", ";
  throw BadParameter("by", "must be one of " + all + "or property:PATH");
}

// count and people: from cells.
Table Counted(const Ask& ask, const std::string& split, bool people) {
  const auto& slices = ReadSlices(ask, split, people);
  const Slice whole = Whole(slices);
  struct Line {
    std::string value;
    int64_t total;
  };
  std::vector<Line> lines;
  const auto measure = [&](const Cell& cell) {
    return people ? PeopleOf(ask, cell.people) : cell.events;
  };
  for (const auto& [value, cell] : whole) lines.push_back({value, measure(cell)});
  if (split.empty() && lines.empty()) lines.push_back({"", 0});
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.total > b.total; });
  if (lines.size() > kMostSeries) lines.resize(kMostSeries);
  Table table{{{"value", Kind::kText}, {"start", Kind::kText}, {"measure", Kind::kNumber}}, {}};
  for (const Line& line : lines) {
    for (size_t i = 0; i < slices.size(); ++i) {
      table.rows.push_back({split.empty() ? Table::Cell() : Table::Cell(line.value),
                            ask.period.labels[i], CellOf(measure(CellAt(slices[i], line.value)))});
    }
  }
  return table;
}

// The measure over the whole range: people are not the sum of their days.
Table Totals(const Ask& ask);

// sum and median: from the events.
Table Measured(const Ask& ask, const std::string& split) {
  if (!ask.Has("of")) throw BadParameter("of", "is needed: which property's sum or median?");
  if (!split.empty() && !split.starts_with("property:") && split != "channel" && split != "name") {
    throw BadParameter("by", "of a sum or median: name, channel or property:PATH");
  }
  return ask.With("split", split).Read("trend_values");
}

Table Series(const Ask& ask) {
  const std::string split = SplitOf(ask), measure = ask.Text("measure").value_or("count");
  if (measure == "count" || measure == "people") return Counted(ask, split, measure == "people");
  Table table = Measured(ask, split);
  for (auto& row : table.rows) {
    row[1] = ask.period.labels.at(static_cast<size_t>(std::stoll(*row[1])));
  }
  table.columns[1].kind = Kind::kText;
  return table;
}

Table Totals(const Ask& ask) {
  Ask whole = ask;
  whole.period.starts = {ask.period.begins};
  whole.period.labels = {MicrosText(ask.period.begins)};
  Table table = Series(whole);
  table.columns.erase(table.columns.begin() + 1);
  for (auto& row : table.rows) row.erase(row.begin() + 1);
  return table;
}

}  // namespace

Report TrendReport() {
  const std::vector<Param> params = {
      {"measure", "What is counted", Param::kEnum, {"count", "people", "sum", "median"}, "count"},
      {"of",
       "The property, as a path, whose sum or median it is; what is no number does not count"},
      {"by",
       "Split by name, channel, country, campaign, template, agent, device, browser, page or "
       "property:PATH; the 20 largest"}};
  return {"/api/v1/trend",
          "Any event over time: how many, how many people, or a property's sum or median",
          TimeParams() + FilterParams() + params,
          {{"series", Shape::kList, &Series, false}, {"totals", Shape::kList, &Totals, true}}};
}

}  // namespace griot::dashboard
