#include <algorithm>
#include <array>

#include "plugins/dashboard/auth/audit.h"
#include "plugins/dashboard/auth/body.h"
#include "plugins/dashboard/auth/transaction.h"
#include "plugins/dashboard/settings/settings.h"

namespace griot::dashboard {
namespace {

constexpr std::array<std::string_view, 3> kKinds{"funnels", "segments", "annotations"};
constexpr size_t kMostContent = 64 << 10;

#define GRIOT_SAVED                                                                     \
  "jsonb_build_object('id', id, 'name', name, 'content', content, 'made_by', made_by, " \
  "'made_at', made_at, 'changed_at', changed_at)"

constexpr char kList[] = "select coalesce(jsonb_agg(" GRIOT_SAVED
                         " order by name, id), '[]')::text from saved_things "
                         "where project = $1::text and kind = $2::text";
constexpr char kInsert[] =
    "insert into saved_things (project, kind, name, content, made_by) "
    "select $1::text, $2::text, $3::text, ($4::text)::jsonb, $5::text where "
    "(select count(*) from saved_things where project = $1::text and kind = $2::text) < 1000 "
    "returning id, " GRIOT_SAVED "::text";
constexpr char kUpdate[] =
    "update saved_things set name = coalesce($4::text, name), "
    "content = coalesce(($5::text)::jsonb, content), changed_at = now() "
    "where project = $1::text and kind = $2::text and id = ($3::text)::uuid "
    "returning " GRIOT_SAVED "::text";
#undef GRIOT_SAVED

const std::string& KindOf(Call& call) {
  const std::string& kind = call.params["kind"];
  if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end()) {
    throw Problem(404, "no_kind", "saved are funnels, segments and annotations");
  }
  return kind;
}

[[noreturn]] void NoThing() { throw Problem(404, "not_saved", "there is nothing of this id"); }

// A day or an instant: what begins as one, and Postgres reads.
void CheckInstant(Call& call, json::Value value) {
  const std::string at(value.string_raw_nonescaped().value_or(""));
  bool begins = at.size() >= 10 && at.size() <= 40;
  for (size_t i = 0; begins && i < 10; ++i) {
    begins = i == 4 || i == 7 ? at[i] == '-' : at[i] >= '0' && at[i] <= '9';
  }
  try {
    if (begins) {
      call.app->Run("select ($1::text)::timestamptz", {at});
      return;
    }
  } catch (const pg::Error& error) {
    if (!error.sqlstate.starts_with("22")) throw;
  }
  throw BadParameter("content.at", "must be a day or an instant, as 2026-11-23T10:00:00Z");
}

// Each kind has one member that it makes no sense without; the rest is the pages' own.
std::string ReadContent(Call& call, const Body& body, const std::string& kind) {
  std::string content = body.Json("content", json::Type::kObject);
  const json::Value value = body.Find("content");
  if (content.size() > kMostContent) throw BadParameter("content", "may have at most 64 KiB");
  const json::Value steps = value.Find("steps");
  if (kind == "funnels" && (!steps.is_array() || steps.size() < 1 || steps.size() > 20)) {
    throw BadParameter("content.steps", "must be a list of 1 to 20 steps");
  }
  if (kind == "segments" && !value.Find("filters").is_object() &&
      !value.Find("filters").is_array()) {
    throw BadParameter("content.filters", "is needed");
  }
  if (kind == "annotations") CheckInstant(call, value.Find("at"));
  return content;
}

std::optional<Answer> List(Call& call) {
  const std::string& kind = KindOf(call);
  return Wrapped(200, kind, call.app->Run(kList, {call.project(), kind}).text(0, 0));
}

std::optional<Answer> Make(Call& call) {
  NeedPerson(call);
  const std::string& kind = KindOf(call);
  const Body body(call, {"name", "content"});
  const std::string name = body.Text("name", 200), content = ReadContent(call, body, kind);
  Transaction transaction(*call.app);
  const Result rows =
      call.app->Run(kInsert, {call.project(), kind, name, content, call.caller.name});
  if (rows.rows() == 0) throw Problem(409, "full", "a project keeps at most 1000 of a kind");
  Record(call, kind + ".saved", std::string(rows.text(0, 0)));
  transaction.Commit();
  return JsonAnswer(201, std::string(rows.text(0, 1)));
}

std::optional<Answer> Change(Call& call) {
  NeedPerson(call);
  const std::string& kind = KindOf(call);
  const std::string& id = call.params["id"];
  const Body body(call, {"name", "content"});
  const auto name = body.TextIfAny("name", 200);
  pg::Param content;
  if (body.Has("content")) content = ReadContent(call, body, kind);
  if (!IsUuid(id)) NoThing();
  Transaction transaction(*call.app);
  const Result rows = call.app->Run(kUpdate, {call.project(), kind, id, name, content});
  if (rows.rows() == 0) NoThing();
  Record(call, kind + ".changed", id);
  transaction.Commit();
  return JsonAnswer(200, std::string(rows.text(0, 0)));
}

std::optional<Answer> Delete(Call& call) {
  NeedPerson(call);
  const std::string& kind = KindOf(call);
  const std::string& id = call.params["id"];
  if (!IsUuid(id)) NoThing();
  Transaction transaction(*call.app);
  const Result rows = call.app->Run(
      "delete from saved_things where project = $1::text and kind = $2::text "
      "and id = ($3::text)::uuid returning name",
      {call.project(), kind, id});
  if (rows.rows() == 0) NoThing();
  Record(call, kind + ".deleted", std::string(rows.text(0, 0)));
  transaction.Commit();
  return Answer{204, "application/json", {}, {}};
}

}  // namespace

std::vector<Route> SavedRoutes() {
  return {
      InProject(GRIOT_GET, "/api/v1/saved/:kind", Role::kViewer, &List),
      InProject(GRIOT_POST, "/api/v1/saved/:kind", Role::kAnalyst, &Make),
      InProject(GRIOT_PATCH, "/api/v1/saved/:kind/:id", Role::kAnalyst, &Change),
      InProject(GRIOT_DELETE, "/api/v1/saved/:kind/:id", Role::kAnalyst, &Delete),
  };
}

}  // namespace griot::dashboard
