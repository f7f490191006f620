#include "plugins/dashboard/reports/lists.h"

#include "plugins/dashboard/reports/campaigns.h"
#include "plugins/dashboard/reports/errors.h"
#include "plugins/dashboard/reports/health.h"
#include "plugins/dashboard/reports/messages.h"
#include "plugins/dashboard/rollup/people.h"
#include "plugins/dashboard/rollup/reader.h"

namespace griot::dashboard {
namespace {

// The beginning of this week in the project's time zone, and of the one before.
std::pair<int64_t, int64_t> WeekOf(const Ask& ask) {
  const Result rows = ask.Run("this_week");
  return {rows.int8(0, 0), rows.int8(0, 1)};
}

// Of a lifecycle: by sets of who was active this week, and the week before.
Table PeopleTable(const Ask& ask) {
  const std::string state = ask.Text("lifecycle").value_or("");
  if (state.empty()) return ask.Read("people_list");
  const auto [week, before] = WeekOf(ask);
  Ask weeks = ask;
  weeks.period.starts = {before, week};
  weeks.period.begins = before;
  weeks.period.ends = week + 7 * 86'400 * int64_t{1'000'000};
  const std::vector<Slice>& slices = ReadSlices(weeks, "");
  const People& people = *ask.call.people;
  const Roaring earlier = people.PersonsOf(CellAt(slices[0], "").people);
  const Roaring now = people.PersonsOf(CellAt(slices[1], "").people);
  const auto list = [](const Roaring& set) {
    std::vector<uint32_t> numbers(set.cardinality());
    set.toUint32Array(numbers.data());
    return ArrayText(numbers);
  };
  const Ask asked = ask.With("week_at", std::to_string(static_cast<double>(week) / 1e6));
  if (state == "dormant") {
    return asked.With("but", list(now)).With("since", "false").Read("people_list");
  }
  const Roaring mine = state == "returning" ? now & earlier : now - earlier;
  return asked.With("only", list(mine))
      .With("since", state == "new" ? "true" : "false")
      .Read("people_list");
}

std::vector<Report> PeopleReports() {
  const std::vector<Param> project = {ProjectParam()};
  const std::vector<Param> list = {
      {"contacts", "Only those with a phone, or only others", Param::kEnum, {"true", "false"}},
      {"sort",
       "By when they were first, or last, seen; - the latest first",
       Param::kEnum,
       {"first_seen", "-first_seen", "last_seen", "-last_seen"},
       "-first_seen"},
      {"country",
       "Only of this country, ISO 3166-1 alpha-2: a phone's, else the last that is known"},
      {"lifecycle",
       "By weeks: new, returning (active this week and the last), resurrecting (this week, not the "
       "last), dormant",
       Param::kEnum,
       {"new", "returning", "resurrecting", "dormant"}}};
  const std::vector<Param> kinds = {{"channel", "Only of this channel"},
                                    {"name", "Only events of this name"}};
  return {{"/api/v1/people",
           "People who were first seen in the time",
           TimeParams() + list + PageParams(),
           {{"people", Shape::kList, &PeopleTable, false, true}}},
          {"/api/v1/people/search",
           "Who is known by an identifier, as people write it, or by a person's id",
           project + std::vector<Param>{{"q",
                                         "A phone, an address, an account, a browser's id; or "
                                         "with its type: email:ann@example.com",
                                         Param::kText,
                                         {},
                                         {},
                                         0,
                                         0,
                                         true}},
           {Of("people", Shape::kList, "people_search")}},
          {"/api/v1/people/:id",
           "A person, by any identifier, as known today",
           project,
           {Of("person", Shape::kObject, "person_profile")}},
          {"/api/v1/people/:id/timeline",
           "All events of a person over all channels, the latest first",
           project + kinds + PageParams(),
           {Of("events", Shape::kList, "person_timeline", false, true)}}};
}

}  // namespace

std::vector<Report> ListReports() {
  std::vector<Report> all = PeopleReports();
  const std::vector<Param> paged = TimeParams() + PageParams();
  all.push_back({"/api/v1/campaigns",
                 "Campaigns side by side, and what their messages came to",
                 paged,
                 {{"campaigns", Shape::kList, &CampaignsTable, false, true},
                  {"templates", Shape::kList, &TemplatesTable}}});
  all.push_back({"/api/v1/errors",
                 "Errors by kind",
                 paged + std::vector<Param>{{"channel", "Only of this channel"}},
                 {{"errors", Shape::kList, &ErrorsTable, false, true}}});
  all.push_back({"/api/v1/handovers",
                 "Hand-overs from bots, by step and reason",
                 paged,
                 {Of("handovers", Shape::kList, "handovers", false, true)}});
  all.push_back({"/api/v1/send-hours",
                 "When campaign messages are read or answered within the hour",
                 TimeParams(),
                 {{"hours", Shape::kList, &SendHours, false}}});
  all.push_back(HealthReport());
  return all;
}

}  // namespace griot::dashboard
