#include "plugins/dashboard/reports/places.h"

#include <algorithm>
#include <array>
#include <map>

#include "plugins/dashboard/rollup/reader.h"

namespace griot::dashboard {
namespace {

constexpr size_t kMost = 500;

// Country, source, region, city: as kEventPlace has them.
using Place = std::array<Table::Cell, 4>;

Place PlaceOf(const std::string& text) {
  Place place;
  json::Document document;
  if (!document.Parse(text).ok()) return place;
  json::Scratch scratch;
  size_t i = 0;
  for (const json::Value part : document.root().elements()) {
    if (i == place.size()) break;
    if (const auto said = part.string(scratch)) place[i] = std::string(*said);
    ++i;
  }
  return place;
}

// Cells by what `keep` leaves of a place; nothing is counted for one of which it leaves nullopt.
Table Grouped(const Ask& ask, const std::vector<Column>& names, auto keep) {
  Ask whole = ask;  // one part: the range
  whole.period.starts = {ask.period.begins};
  std::map<std::vector<Table::Cell>, Cell> cells;
  for (const auto& [text, cell] : ReadSlices(whole, "place").front()) {
    if (auto key = keep(PlaceOf(text))) cells[std::move(*key)].Add(cell);
  }
  struct Line {
    const std::vector<Table::Cell>* key;
    const Cell* cell;
    int64_t people;
  };
  std::vector<Line> lines;
  for (const auto& [key, cell] : cells) lines.push_back({&key, &cell, PeopleOf(ask, cell.people)});
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.people != b.people ? a.people > b.people : a.cell->events > b.cell->events;
  });
  if (lines.size() > kMost) lines.resize(kMost);
  Table table{names, {}};
  for (const auto& [name, kind] :
       {std::pair("people", Kind::kInt), {"events", Kind::kInt}, {"own_events", Kind::kInt}}) {
    table.columns.push_back({name, kind});
  }
  for (const Line& line : lines) {
    auto row = *line.key;
    row.insert(row.end(), {CellOf(line.people), CellOf(line.cell->events), CellOf(line.cell->own)});
    table.rows.push_back(std::move(row));
  }
  return table;
}

using Key = std::optional<std::vector<Table::Cell>>;

}  // namespace

Table PlacesTable(const Ask& ask) {
  return Grouped(ask, {{"country", Kind::kText}, {"region", Kind::kText}, {"city", Kind::kText}},
                 [](const Place& p) {
                   return p[2] || p[3] ? Key({p[0], p[2], p[3]}) : std::nullopt;
                 });
}

Table PlaceSourcesTable(const Ask& ask) {
  return Grouped(ask, {{"country", Kind::kText}, {"source", Kind::kText}}, [](const Place& p) {
    return p[0] ? Key({p[0], p[1]}) : std::nullopt;
  });
}

}  // namespace griot::dashboard
