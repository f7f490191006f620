#include "plugins/dashboard/auth/audit.h"
#include "plugins/dashboard/auth/body.h"
#include "plugins/dashboard/auth/me.h"
#include "plugins/dashboard/auth/password.h"
#include "plugins/dashboard/auth/routes.h"
#include "plugins/dashboard/auth/transaction.h"

namespace griot::dashboard {
namespace {

std::optional<Answer> ShowMe(Access& access, Call& call) {
  const Person person = access.Need(*call.app, Sent::Of(call), call.method);
  return JsonAnswer(200, DescribeMe(*call.app, person));
}

std::optional<Answer> Rename(Access& access, Call& call) {
  Person person = access.Need(*call.app, Sent::Of(call), call.method);
  person.name = Body(call, {"name"}).Text("name", 200);
  call.app->Run("update users set name = $2::text where id = ($1::text)::uuid",
                {person.id, person.name});
  return JsonAnswer(200, DescribeMe(*call.app, person));
}

// Whoever knew the old password is signed out everywhere; this device gets a new cookie.
std::optional<Answer> ChangePassword(Access& access, Call& call) {
  const Sent sent = Sent::Of(call);
  Db& db = *call.app;
  const Person person = access.Need(db, sent, call.method);
  const Body body(call, {"old", "new"});
  const std::string old = body.Text("old", 1024), wanted = body.Text("new", 1024);
  if (const std::string fault = PasswordFault(wanted, person.email); !fault.empty()) {
    throw BadParameter("new", fault);
  }
  access.TakeTry(call.client_ip, person.email);
  const Result rows =
      db.Run("select coalesce(password, '') from users where id = ($1::text)::uuid", {person.id});
  if (rows.rows() == 0) throw Problem(401, "not_signed_in", "sign in first");
  const auto check = CheckPassword(old, std::string(rows.text(0, 0)));
  if (check == PasswordCheck::kWrong) throw Problem(403, "wrong", "is not the password", "old");
  const std::string hash = check == PasswordCheck::kRight ? HashPassword(wanted) : std::string();
  if (hash.empty()) throw Problem(503, "busy", "too many sign in at once", {}, 2);
  Transaction transaction(db);
  db.Run("update users set password = $2::text where id = ($1::text)::uuid", {person.id, hash});
  db.Run("delete from sign_ins where user_id = ($1::text)::uuid", {person.id});
  std::string cookie = access.Begin(db, sent, person.id, call.client_ip, call.Header("User-Agent"));
  Record(db, {{}, person.email, call.client_ip, "password.changed", {}, {}});
  transaction.Commit();
  Answer answer{204, "application/json", {}, {}};
  answer.headers.emplace_back("Set-Cookie", std::move(cookie));
  return answer;
}

std::optional<Answer> ListDevices(Access& access, Call& call) {
  const Person person = access.Need(*call.app, Sent::Of(call), call.method);
  const Result rows = call.app->Run(
      "select coalesce(jsonb_agg(jsonb_build_object('id', number, 'begun_at', begun_at, 'seen_at', "
      "seen_at, 'address', address, 'agent', agent, 'this', token = ($2::text)::bytea) "
      "order by seen_at desc), '[]')::text from sign_ins where user_id = ($1::text)::uuid",
      {person.id, person.kept});
  return JsonAnswer(200, R"({"devices":)" + std::string(rows.text(0, 0)) + "}");
}

std::optional<Answer> EndDevice(Access& access, Call& call) {
  const Person person = access.Need(*call.app, Sent::Of(call), call.method);
  const std::string& id = call.params["id"];
  if (!IsUuid(id) || call.app->Run("delete from sign_ins where user_id = ($1::text)::uuid "
                                   "and number = ($2::text)::uuid returning number",
                                   {person.id, id})
                             .rows() == 0) {
    throw Problem(404, "no_device", "there is no such device");
  }
  Record(*call.app, {{}, person.email, call.client_ip, "device.ended", id, {}});
  return Answer{204, "application/json", {}, {}};
}

}  // namespace

std::vector<Route> AccountRoutes(Access& access) {
  // Each looks itself who is signed in: there is no project yet in which they could have a role.
  const auto own = [&access](int method, const char* pattern,
                             std::optional<Answer> (*run)(Access&, Call&)) {
    return Route{method,       pattern, Role::kNone,
                 Scope::kNone, 8 << 10, [&access, run](Call& call) { return run(access, call); }};
  };
  return {
      own(GRIOT_GET, "/api/v1/me", &ShowMe),
      own(GRIOT_PATCH, "/api/v1/me", &Rename),
      own(GRIOT_POST, "/api/v1/me/password", &ChangePassword),
      own(GRIOT_GET, "/api/v1/me/devices", &ListDevices),
      own(GRIOT_DELETE, "/api/v1/me/devices/:id", &EndDevice),
  };
}

}  // namespace griot::dashboard
