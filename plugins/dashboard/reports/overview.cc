#include "plugins/dashboard/reports/overview.h"

#include <numeric>

#include "plugins/dashboard/reports/counted.h"
#include "plugins/dashboard/reports/sessions.h"
#include "plugins/dashboard/rollup/people.h"

namespace griot::dashboard {
namespace {

Ask WholeOf(const Ask& ask) {
  Ask whole = ask;
  whole.period.starts = {ask.period.begins};
  return whole;
}

// The roll-ups' figures of the range, beside those of its sessions.
Table Cards(const Ask& ask) {
  const Ask whole = WholeOf(ask);
  const std::vector<Slice>& slices = ReadSlices(whole, "");
  const Cell cell = CellAt(slices.front(), "");
  const Roaring persons = ask.call.people->PersonsOf(cell.people);
  const auto active = static_cast<int64_t>(persons.cardinality());
  const auto identified =
      static_cast<int64_t>(ask.call.people->IdentifiedOf(persons).cardinality());
  Table table = SessionSummary(ask);
  const auto put = [&table](const char* name, Kind kind, Table::Cell value) {
    table.columns.push_back({name, kind});
    table.rows[0].push_back(std::move(value));
  };
  put("events", Kind::kInt, CellOf(cell.events));
  put("own_events", Kind::kInt, CellOf(cell.own));
  put("active_people", Kind::kInt, CellOf(active));
  const bool filtered =
      ask.Has("channel") || ask.Has("country") || ask.Has("campaign") || ask.Has("device");
  // A person is new to the project, not to one of its channels.
  put("new_people", Kind::kInt, filtered ? Table::Cell() : CellOf(NewPeople(whole).front()));
  put("identified_people", Kind::kInt, CellOf(identified));
  put("anonymous_people", Kind::kInt, CellOf(active - identified));
  return table;
}

Table Series(const Ask& ask) {
  const auto& slices = ReadSlices(ask, "");
  const auto fresh = NewPeople(ask);
  const bool filtered =
      ask.Has("channel") || ask.Has("country") || ask.Has("campaign") || ask.Has("device");
  const Table sessions = SessionSeries(ask);
  std::vector<std::vector<Table::Cell>> by_part(slices.size(), {"0", "0", "0"});
  for (const auto& row : sessions.rows) {
    by_part.at(static_cast<size_t>(std::stoll(*row[0]))) = {row[1], row[2], row[3]};
  }
  Table table{{{"start", Kind::kText},
               {"events", Kind::kInt},
               {"active_people", Kind::kInt},
               {"new_people", Kind::kInt},
               {"sessions", Kind::kInt},
               {"engaged_sessions", Kind::kInt},
               {"converted_sessions", Kind::kInt}},
              {}};
  for (size_t i = 0; i < slices.size(); ++i) {
    const Cell& cell = CellAt(slices[i], "");
    table.rows.push_back(
        {ask.period.labels[i], CellOf(cell.events), CellOf(PeopleOf(ask, cell.people)),
         filtered ? Table::Cell() : CellOf(fresh[i]), by_part[i][0], by_part[i][1], by_part[i][2]});
  }
  return table;
}

Part Split(const char* name, const char* dim) {
  return {name, Shape::kList, [dim](const Ask& ask) { return SplitTable(ask, dim, 20); }};
}

Part By(const char* name, const char* by) {
  return {name, Shape::kList, [by](const Ask& ask) { return SessionsBy(ask, by); }};
}

}  // namespace

Report OverviewReport() {
  return {"/api/v1/overview",
          "What happened: people, sessions, events, and how they split",
          TimeParams() + SessionParams(),
          {{"cards", Shape::kObject, &Cards, true},
           {"series", Shape::kList, &Series, false},
           Split("channels", "channel"),
           Split("devices", "device"),
           Split("browsers", "browser"),
           Split("pages", "page"),
           Split("countries", "country"),
           By("entries", "entry"),
           By("exits", "exit"),
           {"durations", Shape::kList, &SessionDurations}}};
}

std::vector<Report> SessionReports() {
  const std::vector<Param> which = {
      {"engaged", "Only engaged ones, or only others", Param::kEnum, {"true", "false"}},
      {"converted", "Only those with a goal, or only others", Param::kEnum, {"true", "false"}}};
  return {{"/api/v1/sessions/summary",
           "Engaged sessions: how many, how long, how much in them",
           TimeParams() + SessionParams(),
           {{"summary", Shape::kObject, &SessionSummary, true},
            By("by_channel", "channel"),
            By("by_entry", "entry"),
            By("by_campaign", "campaign"),
            By("by_device", "device"),
            By("by_country", "country"),
            By("by_source", "source"),
            {"durations", Shape::kList, &SessionDurations}}},
          {"/api/v1/sessions",
           "Sessions, the latest first",
           TimeParams() + SessionParams() + which + PageParams(),
           {Of("sessions", Shape::kList, "sessions_list", false, true)}},
          {"/api/v1/sessions/:id",
           "A session and its events, in order",
           std::vector<Param>{ProjectParam()} + PageParams(),
           {Of("session", Shape::kObject, "session_detail"),
            Of("events", Shape::kList, "session_events", false, true)}}};
}

}  // namespace griot::dashboard
