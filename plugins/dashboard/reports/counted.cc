#include "plugins/dashboard/reports/counted.h"

#include <algorithm>

#include "plugins/dashboard/rollup/people.h"

namespace griot::dashboard {

std::vector<int64_t> NewPeople(const Ask& ask) {
  const auto& starts = ask.period.starts;
  std::vector<int64_t> counts(starts.size());
  for (const int64_t at : ask.call.people->FirstTimes(ask.project.id)) {
    if (at < starts.front() || at >= ask.period.ends) continue;
    ++counts[static_cast<size_t>(std::upper_bound(starts.begin(), starts.end(), at) -
                                 starts.begin() - 1)];
  }
  return counts;
}

Table SplitTable(const Ask& ask, const std::string& dim, size_t most) {
  Ask whole = ask;  // one part: the range
  whole.period.starts = {ask.period.begins};
  const Slice& slice = ReadSlices(whole, dim).front();
  struct Line {
    const std::string* value;
    const Cell* cell;
    int64_t people;
  };
  std::vector<Line> lines;
  for (const auto& [value, cell] : slice) {
    lines.push_back({&value, &cell, PeopleOf(ask, cell.people)});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.people != b.people ? a.people > b.people : a.cell->events > b.cell->events;
  });
  if (lines.size() > most) lines.resize(most);
  Table table{{{dim, Kind::kText},
               {"people", Kind::kInt},
               {"events", Kind::kInt},
               {"own_events", Kind::kInt}},
              {}};
  for (const Line& line : lines) {
    table.rows.push_back(
        {*line.value, CellOf(line.people), CellOf(line.cell->events), CellOf(line.cell->own)});
  }
  return table;
}

Ask HourlyOf(const Ask& ask, std::vector<int>* cell_of) {
  const Result hours = ask.Run("hours");
  Ask hourly = ask;
  hourly.period.starts.clear();
  for (int i = 0; i < hours.rows(); ++i) {
    hourly.period.starts.push_back(hours.int8(i, 0));
    cell_of->push_back(static_cast<int>(hours.int8(i, 1) * 24 + hours.int8(i, 2)));
  }
  return hourly;
}

Table HeatmapTable(const Ask& ask) {
  std::vector<int> cell_of;
  const Ask hourly = HourlyOf(ask, &cell_of);
  std::vector<Cell> cells(8 * 24);
  const auto& slices = ReadSlices(hourly, "");
  for (size_t i = 0; i < slices.size(); ++i) {
    cells[static_cast<size_t>(cell_of[i])].Add(CellAt(slices[i], ""));
  }
  Table table{{{"weekday", Kind::kInt},
               {"hour", Kind::kInt},
               {"people", Kind::kInt},
               {"own_events", Kind::kInt}},
              {}};
  for (int64_t at = 24; at < 8 * 24; ++at) {
    const Cell& cell = cells[static_cast<size_t>(at)];
    if (cell.own == 0) continue;
    table.rows.push_back(
        {CellOf(at / 24), CellOf(at % 24), CellOf(PeopleOf(ask, cell.people)), CellOf(cell.own)});
  }
  return table;
}

}  // namespace griot::dashboard
