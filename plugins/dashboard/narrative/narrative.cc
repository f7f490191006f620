#include "plugins/dashboard/narrative/narrative.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "plugins/dashboard/narrative/usual.h"
#include "plugins/dashboard/reports/counted.h"
#include "plugins/dashboard/reports/messages.h"
#include "plugins/dashboard/reports/sessions.h"

namespace griot::dashboard {
namespace {

constexpr size_t kWeeks = 8;
constexpr size_t kMostSentences = 5;

enum class Unit { kCount, kShare, kSeconds };

// A figure of each week, the latest last; NaN where a week has none.
struct Figure {
  std::string name;
  std::string words;
  std::string query;
  std::vector<double> weeks;
  Unit unit = Unit::kCount;
};

// "42m 5s": two units at most, as the pages write it.
std::string Duration(double seconds) {
  constexpr std::array<std::pair<int64_t, char>, 4> kUnits{
      {{86'400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}}};
  const auto whole = static_cast<int64_t>(std::llround(std::clamp(seconds, 0.0, 1e9)));
  size_t first = 0;
  while (first + 1 < kUnits.size() && whole < kUnits[first].first) ++first;
  std::string text = std::to_string(whole / kUnits[first].first) + kUnits[first].second;
  if (first + 1 == kUnits.size()) return text;
  const int64_t rest = whole % kUnits[first].first / kUnits[first + 1].first;
  if (rest > 0) text += " " + std::to_string(rest) + kUnits[first + 1].second;
  return text;
}

std::string Grouped(double x, Unit unit) {
  if (unit == Unit::kSeconds) return Duration(x);
  char text[64];
  if (unit == Unit::kShare) {
    std::snprintf(text, sizeof(text), "%.1f%%", x * 100);
    return text;
  }
  std::snprintf(text, sizeof(text), "%.0f", std::max(0.0, x));
  const std::string plain = text;
  std::string digits;
  for (size_t i = 0; i < plain.size(); ++i) {
    if (i > 0 && (plain.size() - i) % 3 == 0) digits += ',';
    digits += plain[i];
  }
  return digits;
}

std::vector<double> Column(const Table& table, const char* name, size_t parts, double otherwise) {
  std::vector<double> values(parts, otherwise);
  size_t column = 0;
  while (table.columns.at(column).name != name) ++column;
  for (const auto& row : table.rows) {
    if (row[column]) values.at(static_cast<size_t>(std::stoll(*row[0]))) = std::stod(*row[column]);
  }
  return values;
}

std::vector<double> Ratio(const std::vector<double>& part, const std::vector<double>& whole) {
  std::vector<double> values;
  for (size_t i = 0; i < part.size(); ++i) {
    values.push_back(whole[i] > 0 ? part[i] / whole[i] : std::numeric_limits<double>::quiet_NaN());
  }
  return values;
}

std::vector<Figure> FiguresOf(const Ask& ask) {
  const size_t parts = ask.period.starts.size();
  std::vector<double> active, fresh;
  for (const Slice& slice : ReadSlices(ask, "")) {
    active.push_back(static_cast<double>(PeopleOf(ask, CellAt(slice, "").people)));
  }
  for (const int64_t n : NewPeople(ask)) fresh.push_back(static_cast<double>(n));
  const Table sessions = SessionSeries(ask), messages = MessageSeries(ask);
  const auto engaged = Column(sessions, "engaged_sessions", parts, 0);
  const double none = std::numeric_limits<double>::quiet_NaN();
  return {{"active_people", "active people", "/api/v1/overview", std::move(active)},
          {"new_people", "new people", "/api/v1/overview", std::move(fresh)},
          {"engaged_sessions", "engaged sessions", "/api/v1/sessions/summary", engaged},
          {"conversion_rate", "of engaged sessions converted", "/api/v1/sessions/summary",
           Ratio(Column(sessions, "converted_sessions", parts, 0), engaged), Unit::kShare},
          {"received", "messages from customers", "/api/v1/whatsapp",
           Column(messages, "received", parts, 0)},
          {"read_rate", "of delivered messages were read", "/api/v1/whatsapp",
           Ratio(Column(messages, "read", parts, 0), Column(messages, "delivered", parts, 0)),
           Unit::kShare},
          {"median_response_seconds", "median time to an answer", "/api/v1/whatsapp",
           Column(messages, "median_response_seconds", parts, none), Unit::kSeconds}};
}

// The period of `ask` becomes nine weeks, the last ending with the day asked for. Gives how many of
// the weeks before lie after the project's first event, and the last week's days.
struct Weeks {
  size_t known = 0;
  std::string first_day, last_day;
};

Weeks SetWeeks(Ask* ask) {
  const Result rows = ask->Run("weeks");
  Weeks weeks;
  ask->period.starts.clear();
  for (int i = 0; i < rows.rows(); ++i) {
    if (i + 1 < rows.rows()) {
      ask->period.starts.push_back(rows.int8(i, 0));
      ask->period.labels.emplace_back(rows.text(i, 1));
      if (i + 2 < rows.rows() && rows.text(i, 2) == "t") ++weeks.known;
    } else {
      ask->period.ends = rows.int8(i, 0);
      weeks.last_day = rows.text(i, 3);
    }
  }
  weeks.first_day = rows.text(rows.rows() - 2, 1);
  ask->period.begins = ask->period.starts.front();
  return weeks;
}

Table Sentences(const Ask& asked) {
  Ask ask = asked;
  const Weeks weeks = SetWeeks(&ask);
  struct Line {
    const Figure* figure;
    double value;
    Usual usual;
  };
  const std::vector<Figure> figures = FiguresOf(ask);
  std::vector<Line> lines;
  std::vector<double> p;
  for (const Figure& figure : figures) {
    const double now = figure.weeks.back();
    std::vector<double> before(figure.weeks.end() - 1 - static_cast<std::ptrdiff_t>(weeks.known),
                               figure.weeks.end() - 1);
    std::erase_if(before, [](double x) { return std::isnan(x); });
    const auto usual = UsualOf(now, before);
    if (!usual || std::isnan(now)) continue;
    lines.push_back({&figure, now, *usual});
    p.push_back(usual->p);
  }
  Table table{{{"sentence", Kind::kText},
               {"figure", Kind::kText},
               {"value", Kind::kNumber},
               {"usual_low", Kind::kNumber},
               {"usual_high", Kind::kNumber},
               {"p", Kind::kNumber},
               {"finding", Kind::kBool},
               {"weeks", Kind::kInt},
               {"from", Kind::kText},
               {"to", Kind::kText},
               {"query", Kind::kText}},
              {}};
  const auto add = [&](const Line* line, const Figure& figure, double value,
                       const std::string& sentence, bool finding) {
    table.rows.push_back(
        {sentence, figure.name, CellOf(value), line ? CellOf(line->usual.low) : Table::Cell(),
         line ? CellOf(line->usual.high) : Table::Cell(),
         line ? CellOf(line->usual.p) : Table::Cell(), finding ? "t" : "f",
         CellOf(static_cast<int64_t>(weeks.known)), weeks.first_day, weeks.last_day,
         figure.query + "?from=" + weeks.first_day + "&to=" + weeks.last_day});
  };
  const auto said = [](const Line& line) {
    return Grouped(line.value, line.figure->unit) + " " + line.figure->words + ", usual is " +
           Grouped(line.usual.low, line.figure->unit) + "–" +
           Grouped(line.usual.high, line.figure->unit);
  };
  const std::vector<bool> found = Findings(p);
  const bool any = std::find(found.begin(), found.end(), true) != found.end();
  if (lines.empty() || lines[0].figure != &figures[0]) {
    add(nullptr, figures[0], figures[0].weeks.back(),
        Grouped(figures[0].weeks.back(), Unit::kCount) +
            " active people; what is usual will be known after four weeks",
        false);
    return table;
  }
  // One figure of many may lie a little outside by chance: no finding, and not normal either.
  const bool outside = lines[0].value < lines[0].usual.low || lines[0].value > lines[0].usual.high;
  const bool above = lines[0].value > lines[0].usual.high;
  const std::string opening =
      found[0]  ? (above ? "More people than usual: " : "Fewer people than usual: ")
      : outside ? (above ? "A little above the usual: " : "A little below the usual: ")
      : any     ? "As many people as usual: "
                : "A normal week: ";
  add(lines.data(), figures[0], lines[0].value, opening + said(lines[0]), found[0]);
  std::vector<size_t> rest;
  for (size_t i = 1; i < lines.size(); ++i) {
    if (found[i]) rest.push_back(i);
  }
  std::stable_sort(rest.begin(), rest.end(), [&](size_t a, size_t b) { return p[a] < p[b]; });
  if (rest.size() > kMostSentences - 1) rest.resize(kMostSentences - 1);
  for (const size_t i : rest)
    add(&lines[i], *lines[i].figure, lines[i].value, said(lines[i]), true);
  return table;
}

}  // namespace

Report NarrativeReport() {
  static_assert(kWeeks == 8);  // as weeks.sql has it
  return {
      "/api/v1/narrative",
      "The week in one to five sentences: the first always stands, the others only where a figure "
      "is outside its usual after Holm's correction",
      {ProjectParam(),
       {"to", "The week's last day, included, in the project's time zone; yesterday without it",
        Param::kWhen}},
      {{"sentences", Shape::kList, &Sentences, false}}};
}

}  // namespace griot::dashboard
