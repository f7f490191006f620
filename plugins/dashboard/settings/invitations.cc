#include "plugins/dashboard/auth/audit.h"
#include "plugins/dashboard/auth/body.h"
#include "plugins/dashboard/auth/links.h"
#include "plugins/dashboard/auth/me.h"
#include "plugins/dashboard/auth/role.h"
#include "plugins/dashboard/auth/transaction.h"
#include "plugins/dashboard/settings/settings.h"

namespace griot::dashboard {
namespace {

// Those to all projects are shown to whom they concern: owners of all.
constexpr char kList[] =
    "select coalesce(jsonb_agg(jsonb_build_object('id', number, 'email', email, 'role', role, "
    "'everywhere', project is null, 'made_by', made_by, 'made_at', made_at, 'ends_at', ends_at) "
    "order by made_at desc), '[]')::text from sign_in_links "
    "where kind = 'invitation' and used_at is null and ends_at > now() "
    "and (project = $1::text or (project is null and ($2::text)::boolean))";
constexpr char kRevoke[] =
    "delete from sign_in_links where kind = 'invitation' and used_at is null "
    "and number = ($2::text)::uuid "
    "and (project = $1::text or (project is null and ($3::text)::boolean)) returning email";

std::string OwnsAll(Call& call) {
  return RoleEverywhere(*call.app, call.caller.user) == "owner" ? "true" : "false";
}

std::optional<Answer> List(Call& call) {
  NeedPerson(call);
  return Wrapped(200, "invitations",
                 call.app->Run(kList, {call.project(), OwnsAll(call)}).text(0, 0));
}

// The answer is the only place where the link ever stands: griot sends no mail.
std::optional<Answer> Invite(Access& access, Call& call) {
  NeedPerson(call);
  const Body body(call, {"email", "role", "everywhere"});
  const std::string email = EmailOf(body, "email"), role = body.Text("role", 16);
  if (!RoleOf(role)) throw BadParameter("role", "must be viewer, analyst or owner");
  const json::Value everywhere = body.Find("everywhere");
  if (everywhere.exists() && !everywhere.is_bool()) {
    throw BadParameter("everywhere", "must be true or false");
  }
  const bool all = everywhere.boolean().value_or(false);
  if (all && OwnsAll(call) != "true") {
    throw Problem(403, "role", "only an owner of all projects gives a role in all", "everywhere");
  }
  Transaction transaction(*call.app);
  const std::string project = all ? std::string() : call.project();
  const std::string token =
      MakeLink(*call.app, {"invitation", "", email, project, role, "", ""}, call.caller.name);
  Record(call, "invitation.made", email,
         R"({"role":")" + role + R"(","everywhere":)" + (all ? "true" : "false") + "}");
  transaction.Commit();
  // The Origin was checked to be griot's own.
  const std::string origin = access.front().origin().empty() ? std::string(call.Header("Origin"))
                                                             : access.front().origin();
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("link").String(LinkUrl(origin, token)).Key("email").String(email);
  w.Key("role").String(role).EndObject();
  return JsonAnswer(201, text);
}

std::optional<Answer> Revoke(Call& call) {
  NeedPerson(call);
  const std::string& id = call.params["id"];
  Transaction transaction(*call.app);
  if (IsUuid(id)) {
    const Result rows = call.app->Run(kRevoke, {call.project(), id, OwnsAll(call)});
    if (rows.rows() > 0) {
      Record(call, "invitation.revoked", std::string(rows.text(0, 0)));
      transaction.Commit();
      return Answer{204, "application/json", {}, {}};
    }
  }
  throw Problem(404, "no_invitation", "there is no such invitation");
}

}  // namespace

std::vector<Route> InvitationRoutes(Access& access) {
  return {
      InProject(GRIOT_GET, "/api/v1/invitations", Role::kOwner, &List),
      {GRIOT_POST, "/api/v1/invitations", Role::kOwner, Scope::kProject, 8 << 10,
       [&access](Call& call) { return Invite(access, call); }},
      InProject(GRIOT_DELETE, "/api/v1/invitations/:id", Role::kOwner, &Revoke),
  };
}

}  // namespace griot::dashboard
