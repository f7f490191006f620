#include "plugins/dashboard/reports/whatsapp.h"

#include <algorithm>
#include <cstdlib>

#include "plugins/dashboard/reports/agents.h"
#include "plugins/dashboard/reports/counted.h"
#include "plugins/dashboard/reports/messages.h"
#include "plugins/dashboard/reports/shares.h"

namespace griot::dashboard {
namespace {

constexpr size_t kMostCountries = 100;

int64_t PeopleWith(const Ask& ask, const char* name) {
  Ask whole = ask.With("name", name);
  whole.period.starts = {ask.period.begins};
  return PeopleOf(ask, CellAt(ReadSlices(whole, "").front(), "").people);
}

// Who wrote, and whom the business reached.
Table Totals(const Ask& ask) {
  Table table = MessageTotals(ask);
  table.columns.push_back({"contacts", Kind::kInt});
  table.rows[0].push_back(CellOf(PeopleWith(ask, "message.received")));
  table.columns.push_back({"reached", Kind::kInt});
  table.rows[0].push_back(CellOf(PeopleWith(ask, "message.sent")));
  return table;
}

// By the country of the phone, as the events say it.
Table Countries(const Ask& ask) {
  Ask whole = ask.With("name", "message.received");
  whole.period.starts = {ask.period.begins};
  const Slice& slice = ReadSlices(whole, "country", false).front();
  std::vector<std::pair<std::string, int64_t>> lines;
  for (const auto& [country, cell] : slice) lines.emplace_back(country, cell.events);
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (lines.size() > kMostCountries) lines.resize(kMostCountries);
  Table table{{{"country", Kind::kText}, {"received", Kind::kInt}}, {}};
  for (const auto& [country, received] : lines) table.rows.push_back({country, CellOf(received)});
  return table;
}

Table Series(const Ask& ask) {
  Table table = MessageSeries(ask);
  table.columns.erase(table.columns.begin());
  for (auto& row : table.rows) row.erase(row.begin());
  return table;
}

// With each bucket's rate, and how far it is from that of all other chats.
Table ResponseGoals(const Ask& ask) {
  Table table = ask.Read("response_goals");
  for (const char* const name :
       {"rate", "rate_low", "rate_high", "difference", "difference_low", "difference_high"}) {
    table.columns.push_back({name, Kind::kNumber});
  }
  const auto share = [](const std::vector<Table::Cell>& row) {
    return Share{std::atof(row[3]->c_str()), std::atof(row[2]->c_str())};
  };
  Share all;
  for (const auto& row : table.rows) {
    all.part += share(row).part;
    all.whole += share(row).whole;
  }
  for (auto& row : table.rows) {
    const Share mine = share(row), others{all.part - mine.part, all.whole - mine.whole};
    const size_t told = row.size();
    if (mine.whole > 0) {
      const Interval interval = WilsonOf(mine);
      row.insert(row.end(), {CellOf(mine.rate()), CellOf(interval.low), CellOf(interval.high)});
    }
    if (mine.whole > 0 && others.whole > 0) {
      const Interval interval = DifferenceOf(mine, others);
      row.insert(row.end(), {CellOf(mine.rate() - others.rate()), CellOf(interval.low),
                             CellOf(interval.high)});
    }
    row.resize(told + 6);
  }
  return table;
}

}  // namespace

std::vector<Report> MessageReports() {
  return {{"/api/v1/whatsapp",
           "Messages and what became of them, response times, resolutions, open waits",
           TimeParams(),
           {{"totals", Shape::kObject, &Totals, true},
            {"series", Shape::kList, &Series, false},
            {"response_times", Shape::kList, &ResponseTimes},
            {"resolution_times", Shape::kList, &ResolutionTimes},
            {"outcomes", Shape::kList, &ResolutionOutcomes},
            {"conversation_lengths", Shape::kList, &ConversationLengths},
            {"hours", Shape::kList, &MessageHours},
            {"templates", Shape::kList, &MessageTemplates},
            {"countries", Shape::kList, &Countries, false},
            Of("open_waits", Shape::kObject, "whatsapp_open")}},
          {"/api/v1/agents",
           "Agents: chats they were given, answers, transfers, resolutions, and how long they took",
           TimeParams() + PageParams(),
           {{"agents", Shape::kList, &AgentsTable, false, true}}},
          {"/api/v1/response-goals",
           "What comes of chats by how long their first answer took: goals within 7 days, with the "
           "difference to all other chats and its interval",
           TimeParams(),
           {{"buckets", Shape::kList, &ResponseGoals, false}}}};
}

}  // namespace griot::dashboard
