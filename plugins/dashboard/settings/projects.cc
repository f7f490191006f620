#include "plugins/dashboard/auth/audit.h"
#include "plugins/dashboard/auth/body.h"
#include "plugins/dashboard/auth/me.h"
#include "plugins/dashboard/auth/transaction.h"
#include "plugins/dashboard/settings/project_change.h"
#include "plugins/dashboard/settings/settings.h"

namespace griot::dashboard {
namespace {

// With griot's own values where the project has none.
constexpr char kShow[] =
    "select jsonb_build_object('id', id, 'name', name, 'created_at', created_at, "
    "'demo', settings ? 'demo', 'settings', jsonb_build_object('timezone', 'UTC', 'week_start', 1, "
    "'idle', '{}'::jsonb, 'session', '{\"opens_on\": \"own_events\"}'::jsonb, "
    "'business_hours', null, 'response_target', null, 'text', 'keep') || (settings - "
    "'demo'))::text "
    "from projects where id = $1::text";

void NeedZone(Db& db, json::Value zone) {
  if (!zone.is_string()) return;
  const std::string name(zone.string_raw_nonescaped().value_or(""));
  if (db.Run("select from pg_timezone_names where name = $1::text and name !~ '^(posix|right)/'",
             {name})
          .rows() == 0) {
    throw BadParameter("timezone", "is no time zone that is known: a name as Africa/Nairobi");
  }
}

std::optional<Answer> Show(Call& call) {
  const Result rows = call.app->Run(kShow, {call.project()});
  if (rows.rows() == 0) throw Problem(404, "no_project", "there is no such project");
  Answer answer = JsonAnswer(200, std::string(rows.text(0, 0)));
  answer.of_nobody = true;
  return answer;
}

std::optional<Answer> Change(Call& call) {
  NeedPerson(call);
  const Body body(call, {"name", "timezone", "week_start", "idle", "session", "business_hours",
                         "response_target", "text"});
  const auto name = body.TextIfAny("name", 200);
  const ProjectChange change = ReadProjectChange(body);
  if (!name && change.empty()) throw Problem(400, "bad_body", "nothing is to be changed");
  Db& db = *call.app;
  NeedZone(db, body.Find("timezone"));
  Transaction transaction(db);
  try {
    // The log has what stood there before, of what is changed.
    const Result rows = db.Run(
        "with before as (select name, settings from projects where id = $1::text for update), "
        "changed as (update projects p set name = coalesce($2::text, p.name), "
        "  settings = (p.settings || ($3::text)::jsonb) - ($4::text)::text[] "
        "  from before where p.id = $1::text returning 1) "
        "select (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(settings) "
        "  where ($3::text)::jsonb ? key or key = any(($4::text)::text[]))::text, "
        "(select count(*) from changed) from before",
        {call.project(), name, change.set, TextArray(change.removed)});
    if (rows.rows() == 0) throw Problem(404, "no_project", "there is no such project");
    std::string detail;
    json::Writer<std::string> w(detail);
    w.BeginObject().Key("before").Raw(rows.text(0, 0)).Key("set").Raw(change.set);
    if (name) w.Key("name").String(*name);
    w.Key("default").BeginArray();
    for (const std::string& one : change.removed) w.String(one);
    w.EndArray().EndObject();
    Record(call, "settings.changed", call.project(), detail);
  } catch (const pg::Error& error) {
    if (error.sqlstate != "22023") throw;  // a rule that another plugin keeps
    throw Problem(400, "bad_parameter", "a setting makes no sense: see docs/settings.md");
  }
  transaction.Commit();
  return Show(call);
}

std::optional<Answer> List(Access& access, Call& call) {
  const Person person = access.Need(*call.app, Sent::Of(call), call.method);
  return Wrapped(200, "projects", DescribeProjects(*call.app, person.id));
}

bool IsProjectId(std::string_view id) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  if (id.empty() || id.size() > 64 || !plain(id[0])) return false;
  for (const char c : id) {
    if (!plain(c) && c != '.' && c != '_' && c != '-') return false;
  }
  return true;
}

std::optional<Answer> Make(Access& access, Call& call) {
  Db& db = *call.app;
  const Person person = access.Need(db, Sent::Of(call), call.method);
  if (RoleEverywhere(db, person.id) != "owner") {
    throw Problem(403, "role", "only an owner of all projects makes new ones");
  }
  const Body body(call, {"id", "name", "timezone"});
  const std::string id = body.Text("id", 64);
  if (!IsProjectId(id)) {
    throw BadParameter("id",
                       "is letters, digits, '.', '_' and '-', at most 64, and begins with "
                       "a letter or digit");
  }
  const std::string name = body.TextIfAny("name", 200).value_or(id);
  const ProjectChange change = ReadProjectChange(body);
  NeedZone(db, body.Find("timezone"));
  Transaction transaction(db);
  if (db.Run("insert into projects (id, name, settings) values ($1::text, $2::text, "
             "($3::text)::jsonb) on conflict do nothing returning id",
             {id, name, change.set})
          .rows() == 0) {
    throw Problem(409, "taken", "there is a project of this id", "id");
  }
  Record(db, {id, person.email, call.client_ip, "project.made", id, change.set});
  transaction.Commit();
  const Result rows = db.Run(kShow, {id});
  return JsonAnswer(201, std::string(rows.text(0, 0)));
}

}  // namespace

std::vector<Route> ProjectRoutes(Access& access) {
  return {
      {GRIOT_GET, "/api/v1/projects", Role::kNone, Scope::kNone, 0,
       [&access](Call& call) { return List(access, call); }},
      {GRIOT_POST, "/api/v1/projects", Role::kNone, Scope::kNone, 8 << 10,
       [&access](Call& call) { return Make(access, call); }},
      InProject(GRIOT_GET, "/api/v1/settings", Role::kViewer, &Show),
      InProject(GRIOT_PATCH, "/api/v1/settings", Role::kOwner, &Change),
  };
}

}  // namespace griot::dashboard
