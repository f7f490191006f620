#include "plugins/dashboard/auth/audit.h"
#include "plugins/dashboard/auth/body.h"
#include "plugins/dashboard/auth/links.h"
#include "plugins/dashboard/auth/me.h"
#include "plugins/dashboard/auth/password.h"
#include "plugins/dashboard/auth/routes.h"
#include "plugins/dashboard/auth/transaction.h"

namespace griot::dashboard {
namespace {

[[noreturn]] void NoLink() {
  throw Problem(404, "no_link", "this link was used, or is too old: ask for a fresh one");
}

Link Need(Db& db, std::string_view token, bool lock) {
  auto link = FindLink(db, token, lock);
  if (!link) NoLink();
  return std::move(*link);
}

bool HasAccount(Db& db, const std::string& email) {
  return db.Run("select from users where email = $1::text", {email}).rows() > 0;
}

// What it is, before it is used.
std::optional<Answer> Look(Access& access, Call& call) {
  const Body body(call, {"token"});
  const std::string token = body.Text("token", 100);
  access.TakeTry(call.client_ip, "link " + KeptOf(token));
  const Link link = Need(*call.app, token, false);
  Answer answer = JsonAnswer(200, {});
  json::Writer<std::string> w(answer.body);
  w.BeginObject().Key("kind").String(link.kind).Key("email").String(link.email);
  w.Key("project").String(link.project).Key("role").String(link.role);
  w.Key("has_account").Bool(HasAccount(*call.app, link.email));
  w.Key("ends_at").String(link.ends_at).EndObject();
  return answer;
}

// An account that is there is not taken over by whoever made or got the link: it grants the role to
// whom the password says it is.
void CheckOwn(Db& db, const std::string& email, const std::string& password) {
  const Result rows =
      db.Run("select coalesce(password, '') from users where email = $1::text", {email});
  switch (CheckPassword(password, std::string(rows.text(0, 0)))) {
    case PasswordCheck::kRight:
      return;
    case PasswordCheck::kBusy:
      throw Problem(503, "busy", "too many sign in at once", {}, 2);
    case PasswordCheck::kWrong:
      throw Problem(401, "wrong", "this address has an account already: its password is needed");
  }
}

std::string NewHash(const std::string& password, const std::string& email) {
  if (const std::string fault = PasswordFault(password, email); !fault.empty()) {
    throw BadParameter("password", fault);
  }
  std::string hash = HashPassword(password);
  if (hash.empty()) throw Problem(503, "busy", "too many sign in at once", {}, 2);
  return hash;
}

void GiveRole(Db& db, const std::string& user, const Link& link) {
  // The greater of what they have and what they are given.
  db.Run(
      "insert into user_roles as r (user_id, project, role) "
      "values (($1::text)::uuid, nullif($2::text, ''), $3::text) "
      "on conflict (user_id, project) do update set role = excluded.role "
      "where array_position(array['owner', 'analyst', 'viewer'], excluded.role) < "
      "array_position(array['owner', 'analyst', 'viewer'], r.role)",
      {user, link.project, link.kind == "first" ? "owner" : link.role});
}

// Whose account it is from now on. `hash`: of the new password; empty: they have one.
Person Account(Db& db, const Link& link, const std::string& name, const std::string& hash) {
  const auto run = [&]() -> Result {
    if (link.kind == "password") {
      return db.Run(
          "update users set password = $2::text where id = ($1::text)::uuid returning id, name",
          {link.user, hash});
    }
    if (hash.empty()) {
      return db.Run("select id, name from users where email = $1::text", {link.email});
    }
    // Never one that was made since we looked: its password is somebody's.
    return db.Run(
        "insert into users (email, name, password) values ($1::text, $2::text, $3::text) "
        "on conflict (email) do nothing returning id, name",
        {link.email, name, hash});
  };
  const Result rows = run();
  if (rows.rows() == 0) NoLink();
  return {std::string(rows.text(0, 0)), link.email, std::string(rows.text(0, 1)), {}};
}

std::optional<Answer> Use(Access& access, Call& call) {
  const Sent sent = Sent::Of(call);
  if (!sent.origin.empty()) NeedSameOrigin(access.front(), sent);
  const Body body(call, {"token", "email", "name", "password"});
  const std::string token = body.Text("token", 100), password = body.Text("password", 1024);
  const std::string name = body.TextIfAny("name", 200).value_or("");
  access.TakeTry(call.client_ip, "link " + KeptOf(token));
  Db& db = *call.app;
  Link link = Need(db, token, false);
  if (link.kind == "first") link.email = EmailOf(body, "email");
  const bool invited_known = link.kind == "invitation" && HasAccount(db, link.email);
  if (invited_known) access.TakeTry(call.client_ip, link.email);
  if (invited_known) CheckOwn(db, link.email, password);
  // Before the transaction: hashing takes its time.
  const std::string hash = invited_known ? std::string() : NewHash(password, link.email);

  Transaction transaction(db);
  if (link.kind == "first") db.Run("select pg_advisory_xact_lock(hashtext('griot.first_user'))");
  (void)Need(db, token, true);  // still
  const Person person = Account(db, link, name, hash);
  if (link.kind == "password") {
    db.Run("delete from sign_ins where user_id = ($1::text)::uuid", {person.id});
  } else {
    GiveRole(db, person.id, link);
  }
  EndLink(db, link);
  std::string cookie = access.Begin(db, sent, person.id, call.client_ip, call.Header("User-Agent"));
  Record(db, {link.project, link.email, call.client_ip, "link.used", link.kind, {}});
  transaction.Commit();
  Answer answer = JsonAnswer(200, DescribeMe(db, person));
  answer.headers.emplace_back("Set-Cookie", std::move(cookie));
  return answer;
}

}  // namespace

std::vector<Route> LinkRoutes(Access& access) {
  const auto open = [](const char* pattern, auto run) {
    return Route{GRIOT_POST, pattern, Role::kNone, Scope::kNone, 8 << 10, std::move(run)};
  };
  return {
      open("/api/v1/links/look", [&](Call& call) { return Look(access, call); }),
      open("/api/v1/links/use", [&](Call& call) { return Use(access, call); }),
  };
}

}  // namespace griot::dashboard
