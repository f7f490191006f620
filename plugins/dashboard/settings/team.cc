#include "plugins/dashboard/auth/audit.h"
#include "plugins/dashboard/auth/body.h"
#include "plugins/dashboard/auth/role.h"
#include "plugins/dashboard/auth/transaction.h"
#include "plugins/dashboard/settings/settings.h"

namespace griot::dashboard {
namespace {

// `role`: the one that counts here; `everywhere`: they have one in all projects, which only the
// command line changes.
constexpr char kList[] =
    "select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'email', u.email, 'name', u.name, "
    "'role', n.role, 'everywhere', exists (select from user_roles r "
    "  where r.user_id = u.id and r.project is null), "
    "'seen_at', (select max(s.seen_at) from sign_ins s where s.user_id = u.id)) order by u.email), "
    "'[]')::text from users u join roles_now n on n.user_id = u.id where n.project = $1::text";

// Only who has a role in this very project; a change is one of theirs, not of the account.
constexpr char kChange[] =
    "update user_roles r set role = $3::text from users u where u.id = r.user_id "
    "and r.project = $1::text and r.user_id = ($2::text)::uuid returning u.email";
constexpr char kRemove[] =
    "delete from user_roles r using users u where u.id = r.user_id "
    "and r.project = $1::text and r.user_id = ($2::text)::uuid returning u.email";

[[noreturn]] void Nobody() {
  throw Problem(404, "no_user", "there is nobody of this id with a role in this project only");
}

// Changes of one project's people come one after the other, so that two owners cannot remove each
// other at once.
void Lock(Call& call) {
  call.app->Run("select from projects where id = $1::text for update", {call.project()});
}

void NeedOwnerLeft(Call& call) {
  const Result rows = call.app->Run(
      "select from user_roles where (project = $1::text or project is null) and role = 'owner' "
      "limit 1",
      {call.project()});
  if (rows.rows() == 0) throw Problem(409, "last_owner", "a project keeps one owner at least");
}

std::optional<Answer> List(Call& call) {
  return Wrapped(200, "team", call.app->Run(kList, {call.project()}).text(0, 0));
}

std::optional<Answer> Change(Call& call) {
  NeedPerson(call);
  const std::string role = Body(call, {"role"}).Text("role", 16);
  if (!RoleOf(role)) throw BadParameter("role", "must be viewer, analyst or owner");
  const std::string& id = call.params["id"];
  if (!IsUuid(id)) Nobody();
  Transaction transaction(*call.app);
  Lock(call);
  const Result rows = call.app->Run(kChange, {call.project(), id, role});
  if (rows.rows() == 0) Nobody();
  NeedOwnerLeft(call);
  Record(call, "role.changed", std::string(rows.text(0, 0)), R"({"role":")" + role + "\"}");
  transaction.Commit();
  return List(call);
}

std::optional<Answer> Remove(Call& call) {
  NeedPerson(call);
  const std::string& id = call.params["id"];
  if (!IsUuid(id)) Nobody();
  Transaction transaction(*call.app);
  Lock(call);
  const Result rows = call.app->Run(kRemove, {call.project(), id});
  if (rows.rows() == 0) Nobody();
  NeedOwnerLeft(call);
  Record(call, "role.removed", std::string(rows.text(0, 0)));
  transaction.Commit();
  return Answer{204, "application/json", {}, {}};
}

}  // namespace

std::vector<Route> TeamRoutes() {
  return {
      InProject(GRIOT_GET, "/api/v1/team", Role::kOwner, &List),
      InProject(GRIOT_PATCH, "/api/v1/team/:id", Role::kOwner, &Change),
      InProject(GRIOT_DELETE, "/api/v1/team/:id", Role::kOwner, &Remove),
  };
}

}  // namespace griot::dashboard
