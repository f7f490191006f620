#include "plugins/dashboard/auth/audit.h"
#include "plugins/dashboard/auth/body.h"
#include "plugins/dashboard/auth/transaction.h"
#include "plugins/dashboard/settings/goal_rules.h"
#include "plugins/dashboard/settings/settings.h"

namespace griot::dashboard {
namespace {

#define GRIOT_GOAL                                                                  \
  "jsonb_build_object('id', id, 'name', name, 'event', event, 'filters', filters, " \
  "'value_property', value_property, 'created_at', created_at, 'changed_at', changed_at)"

constexpr char kList[] =
    "select coalesce(jsonb_agg(jsonb_build_object('id', goal_id, 'name', name, 'event', event, "
    "'filters', filters, 'value_property', value_property, 'default', goal_id is null) "
    "order by name), '[]')::text from goals_now where project = $1::text";
constexpr char kInsert[] =
    "insert into goals (project, name, event, filters, value_property) "
    "select $1::text, $2::text, $3::text, ($4::text)::jsonb, $5::text "
    "where (select count(*) from goals where project = $1::text) < 100 "
    "returning id::text, " GRIOT_GOAL "::text";
constexpr char kUpdate[] =
    "update goals set name = $3::text, event = $4::text, filters = ($5::text)::jsonb, "
    "value_property = $6::text, changed_at = now() "
    "where project = $1::text and id = ($2::text)::uuid returning " GRIOT_GOAL "::text";
constexpr char kFind[] =
    "select name, event, filters::text, value_property, " GRIOT_GOAL
    "::text from goals where project = $1::text and id = ($2::text)::uuid for update";
#undef GRIOT_GOAL

struct Goal {
  std::string name, event, filters = "[]";
  pg::Param value_property;

  // What the body says, over what stands here.
  void Read(const Body& body) {
    if (body.Has("name")) name = body.Text("name", 200);
    if (body.Has("event") && !body.Find("event").StringIs("")) event = body.Text("event", 200);
    if (body.Find("event").StringIs("")) event.clear();
    if (body.Has("filters")) filters = ReadFilters(body.Find("filters"));
    if (body.Has("value_property")) {
      value_property = body.Find("value_property").is_null()
                           ? pg::Param()
                           : pg::Param(body.Text("value_property", 200));
    }
    if (name.empty()) throw BadParameter("name", "is needed");
    if (event.empty() && filters == "[]") {
      throw BadParameter("event", "is needed where there are no filters");
    }
  }
};

[[noreturn]] void NoGoal() { throw Problem(404, "no_goal", "there is no such goal"); }
[[noreturn]] void Taken() { throw Problem(409, "taken", "there is a goal of this name", "name"); }

std::optional<Answer> List(Call& call) {
  return Wrapped(200, "goals", call.app->Run(kList, {call.project()}).text(0, 0));
}

std::optional<Answer> Make(Call& call) {
  NeedPerson(call);
  Goal goal;
  goal.Read(Body(call, {"name", "event", "filters", "value_property"}));
  Transaction transaction(*call.app);
  std::string text;
  try {
    const Result rows = call.app->Run(
        kInsert, {call.project(), goal.name, goal.event, goal.filters, goal.value_property});
    if (rows.rows() == 0) throw Problem(409, "full", "a project has at most 100 goals");
    text = rows.text(0, 1);
    Record(call, "goal.made", std::string(rows.text(0, 0)), text);
  } catch (const pg::Error& error) {
    if (error.sqlstate == "23505") Taken();
    throw;
  }
  transaction.Commit();
  return JsonAnswer(201, text);
}

std::optional<Answer> Change(Call& call) {
  NeedPerson(call);
  const Body body(call, {"name", "event", "filters", "value_property"});
  const std::string& id = call.params["id"];
  if (!IsUuid(id)) NoGoal();
  Db& db = *call.app;
  Transaction transaction(db);
  const Result found = db.Run(kFind, {call.project(), id});
  if (found.rows() == 0) NoGoal();
  const auto text = [&](int column) { return std::string(found.text(0, column)); };
  Goal goal{text(0), text(1), text(2), found.null(0, 3) ? pg::Param() : pg::Param(text(3))};
  goal.Read(body);
  std::string after;
  try {
    after = db.Run(kUpdate,
                   {call.project(), id, goal.name, goal.event, goal.filters, goal.value_property})
                .text(0, 0);
  } catch (const pg::Error& error) {
    if (error.sqlstate == "23505") Taken();
    throw;
  }
  Record(call, "goal.changed", id, R"({"before":)" + text(4) + R"(,"after":)" + after + "}");
  transaction.Commit();
  return JsonAnswer(200, after);
}

std::optional<Answer> Delete(Call& call) {
  NeedPerson(call);
  const std::string& id = call.params["id"];
  if (!IsUuid(id)) NoGoal();
  Transaction transaction(*call.app);
  const Result rows = call.app->Run(
      "delete from goals where project = $1::text and id = ($2::text)::uuid "
      "returning jsonb_build_object('name', name, 'event', event, 'filters', filters)::text",
      {call.project(), id});
  if (rows.rows() == 0) NoGoal();
  Record(call, "goal.deleted", id, std::string(rows.text(0, 0)));
  transaction.Commit();
  return Answer{204, "application/json", {}, {}};
}

}  // namespace

std::vector<Route> GoalRoutes() {
  return {
      InProject(GRIOT_GET, "/api/v1/goals", Role::kViewer, &List),
      InProject(GRIOT_POST, "/api/v1/goals", Role::kAnalyst, &Make),
      InProject(GRIOT_PATCH, "/api/v1/goals/:id", Role::kAnalyst, &Change),
      InProject(GRIOT_DELETE, "/api/v1/goals/:id", Role::kAnalyst, &Delete),
  };
}

}  // namespace griot::dashboard
