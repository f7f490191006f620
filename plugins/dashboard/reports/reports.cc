#include "plugins/dashboard/reports/reports.h"

#include "griot/json.hpp"
#include "plugins/dashboard/api/directory.h"
#include "plugins/dashboard/live/live.h"
#include "plugins/dashboard/narrative/narrative.h"
#include "plugins/dashboard/openapi/openapi.h"
#include "plugins/dashboard/reports/ab.h"
#include "plugins/dashboard/reports/counted.h"
#include "plugins/dashboard/reports/events.h"
#include "plugins/dashboard/reports/funnel.h"
#include "plugins/dashboard/reports/lists.h"
#include "plugins/dashboard/reports/messages.h"
#include "plugins/dashboard/reports/overview.h"
#include "plugins/dashboard/reports/paths.h"
#include "plugins/dashboard/reports/places.h"
#include "plugins/dashboard/reports/regulars.h"
#include "plugins/dashboard/reports/trend.h"
#include "plugins/dashboard/reports/whatsapp.h"
#include "plugins/dashboard/sources/sources.h"

namespace griot::dashboard {
namespace {

// The project as the caller may know it.
std::optional<Answer> ShowProject(Call& call) {
  const auto known = call.directory->Get();
  const auto found = known == nullptr
                         ? std::map<std::string, Project, std::less<>>::const_iterator()
                         : known->projects.find(call.project());
  if (known == nullptr || found == known->projects.end()) {
    throw Problem(404, "no_project", "there is no such project");
  }
  Answer answer = JsonAnswer(200, {});
  json::Writer<std::string> w(answer.body);
  w.BeginObject()
      .Key("project")
      .String(found->second.id)
      .Key("timezone")
      .String(found->second.zone);
  w.Key("week_start").Int(found->second.week_start).EndObject();
  return answer;
}

// Activity over the week, and over the world.
std::vector<Report> PatternReports() {
  return {
      {"/api/v1/heatmap",
       "Distinct people with own events by weekday and hour; messages are a layer of their own",
       TimeParams() + SessionParams(),
       {{"people", Shape::kList, &HeatmapTable, false}, {"messages", Shape::kList, &MessageHours}}},
      {"/api/v1/geography",
       "Where events came from, and from what that is known (`source`: phone, ip, or event: who "
       "sent "
       "it said so); regions and cities where events have them",
       TimeParams() + SessionParams(),
       {{"countries", Shape::kList, [](const Ask& ask) { return SplitTable(ask, "country", 250); },
         false},
        {"places", Shape::kList, &PlacesTable},
        {"sources", Shape::kList, &PlaceSourcesTable}}}};
}

}  // namespace

std::vector<Report> AllReports() {
  std::vector<Report> all = {OverviewReport(), TrendReport(),    FunnelReport(),
                             DropOffReport(),  PathsReport(),    NarrativeReport(),
                             SourcesReport(),  RegularsReport(), VariantsReport()};
  for (const auto& more : {SessionReports(), MessageReports(), PatternReports(), ListReports()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

std::vector<Route> ReportRoutes() {
  std::vector<Route> routes;
  for (const Report& report : AllReports()) routes.push_back(RouteOf(report));
  routes.push_back(EventsRoute());
  routes.push_back(LiveRoute());
  routes.push_back(OpenApiRoute());
  routes.push_back({.pattern = "/api/v1/project", .run = &ShowProject});
  return routes;
}

}  // namespace griot::dashboard
