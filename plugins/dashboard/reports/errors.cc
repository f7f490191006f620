#include "plugins/dashboard/reports/errors.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "griot/json.hpp"
#include "plugins/dashboard/rollup/reader.h"

namespace griot::dashboard {
namespace {

constexpr int64_t kDayMicros = kDay * int64_t{1'000'000};

using Kind3 = std::array<std::string, 3>;  // code, origin, step

struct Found {
  Cell cell;
  // Days of the range, counted from 0.
  size_t first = SIZE_MAX, last = 0, told = SIZE_MAX;
};

// What the roll-ups call a kind: channel, code, origin, step, and whether it came with a message.
struct Value {
  std::string channel;
  Kind3 kind;
  bool told = false;
};

Value ValueOf(const std::string& text) {
  json::Document document;
  json::Scratch scratch;
  if (!document.Parse(text).ok()) return {};
  std::vector<std::string> words;
  for (const json::Value word : document.root().elements()) {
    words.emplace_back(word.string(scratch).value_or(""));
  }
  words.resize(5);
  return {words[0], {words[1], words[2], words[3]}, words[4] == "1"};
}

// The range by UTC days, which the roll-ups have whole.
Ask DailyOf(const Ask& ask) {
  Ask daily = ask.Without("channel");
  auto& starts = daily.period.starts;
  starts = {ask.period.begins};
  for (int64_t at = (ask.period.begins / kDayMicros + 1) * kDayMicros; at < ask.period.ends;
       at += kDayMicros) {
    starts.push_back(at);
  }
  return daily;
}

std::map<Kind3, Found> FindKinds(const Ask& ask, const Ask& daily) {
  const auto channel = ask.Text("channel");
  std::map<Kind3, Found> kinds;
  const auto& days = ReadSlices(daily, "error");
  for (size_t day = 0; day < days.size(); ++day) {
    for (const auto& [text, cell] : days[day]) {
      const Value value = ValueOf(text);
      if (channel && value.channel != *channel) continue;
      Found& found = kinds[value.kind];
      found.cell.Add(cell);
      found.first = std::min(found.first, day);
      found.last = day;
      if (value.told) found.told = std::min(found.told, day);
    }
  }
  return kinds;
}

using Line = std::pair<const Kind3*, const Found*>;

// When each was, and what it said: from the events of those days alone.
std::map<Kind3, std::vector<Table::Cell>> Seen(const Ask& ask, const Ask& daily,
                                               const std::vector<Line>& lines) {
  std::set<size_t> days;
  for (const auto& [kind, found] : lines) {
    days.insert({found->first, found->last});
    if (found->told != SIZE_MAX) days.insert(found->told);
  }
  const auto& starts = daily.period.starts;
  std::vector<std::string> from, to;
  for (const size_t day : days) {
    from.push_back(MicrosText(starts[day]));
    to.push_back(MicrosText(day + 1 < starts.size() ? starts[day + 1] : ask.period.ends));
  }
  std::map<Kind3, std::vector<Table::Cell>> seen;
  if (days.empty()) return seen;
  const Table table =
      ask.With("span_starts", TextArray(from)).With("span_ends", TextArray(to)).Read("errors_seen");
  for (const auto& row : table.rows) seen[{*row[0], *row[1], *row[2]}] = {row[3], row[4], row[5]};
  return seen;
}

}  // namespace

Table ErrorsTable(const Ask& ask) {
  const Ask daily = DailyOf(ask);
  const auto kinds = FindKinds(ask, daily);
  std::vector<Line> lines;
  for (const auto& [kind, found] : kinds) lines.emplace_back(&kind, &found);
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.second->cell.events > b.second->cell.events;
  });
  const auto skipped = std::min(lines.size(), static_cast<size_t>(ask.Int("offset")));
  lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(skipped));
  lines.resize(std::min(lines.size(), static_cast<size_t>(ask.Int("limit")) + 1));
  const auto seen = Seen(ask, daily, lines);
  Table table{{{"code", Kind::kText},
               {"origin", Kind::kText},
               {"step", Kind::kText},
               {"example", Kind::kText},
               {"events", Kind::kInt},
               {"people", Kind::kInt},
               {"fatal", Kind::kInt},
               {"first_at", Kind::kTime},
               {"last_at", Kind::kTime}},
              {}};
  for (const auto& [kind, found] : lines) {
    const auto told = seen.find(*kind);
    std::vector<Table::Cell> when(3);
    if (told != seen.end()) when = told->second;
    table.rows.push_back({(*kind)[0], (*kind)[1], (*kind)[2], when[0], CellOf(found->cell.events),
                          CellOf(PeopleOf(ask, found->cell.people)), CellOf(found->cell.own),
                          when[1], when[2]});
  }
  return table;
}

}  // namespace griot::dashboard
