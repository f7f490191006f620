#include "plugins/dashboard/auth/audit.h"
#include "plugins/dashboard/auth/body.h"
#include "plugins/dashboard/auth/me.h"
#include "plugins/dashboard/auth/password.h"
#include "plugins/dashboard/auth/routes.h"
#include "plugins/dashboard/auth/transaction.h"

namespace griot::dashboard {
namespace {

constexpr size_t kMostTyped = 1024;

// A page of another site must not sign somebody in as somebody else. Programs send no Origin.
void RefuseOtherPages(const Access& access, const Sent& sent) {
  if (!sent.origin.empty()) NeedSameOrigin(access.front(), sent);
}

std::optional<Answer> SignIn(Access& access, Call& call) {
  const Sent sent = Sent::Of(call);
  RefuseOtherPages(access, sent);
  const Body body(call, {"email", "password"});
  const std::string email = EmailOf(body, "email");
  const std::string password = body.Text("password", kMostTyped);
  access.TakeTry(call.client_ip, email);
  Db& db = *call.app;
  const Result rows =
      db.Run("select id, name, coalesce(password, '') from users where email = $1::text", {email});
  const bool known = rows.rows() > 0;
  const auto check = CheckPassword(password, known ? std::string(rows.text(0, 2)) : std::string());
  if (check == PasswordCheck::kBusy) {
    throw Problem(503, "busy", "too many sign in at once", {}, 2);
  }
  if (check == PasswordCheck::kWrong) {
    // What was typed as an address may be a password, so only an account's is kept.
    Record(db, {{}, known ? email : "unknown", call.client_ip, "sign_in.refused", {}, {}});
    throw Problem(401, "wrong", "the e-mail address or the password is wrong");
  }
  const Person person{std::string(rows.text(0, 0)), email, std::string(rows.text(0, 1)), {}};
  Transaction transaction(db);
  std::string cookie = access.Begin(db, sent, person.id, call.client_ip, call.Header("User-Agent"));
  Record(db, {{}, email, call.client_ip, "sign_in", {}, {}});
  transaction.Commit();
  Answer answer = JsonAnswer(200, DescribeMe(db, person));
  answer.headers.emplace_back("Set-Cookie", std::move(cookie));
  return answer;
}

// Whoever is not signed in is signed out.
std::optional<Answer> SignOut(Access& access, Call& call) {
  const Sent sent = Sent::Of(call);
  NeedSameOrigin(access.front(), sent);
  const auto person = access.Find(*call.app, sent);
  Answer answer{204, "application/json", {}, {}};
  answer.headers.emplace_back("Set-Cookie", access.End(*call.app, sent));
  if (person) Record(*call.app, {{}, person->email, call.client_ip, "sign_out", {}, {}});
  return answer;
}

}  // namespace

std::vector<Route> SignInRoutes(Access& access) {
  const auto open = [](int method, const char* pattern, auto run) {
    return Route{method, pattern, Role::kNone, Scope::kNone, 8 << 10, std::move(run)};
  };
  return {
      open(GRIOT_POST, "/api/v1/sign-in", [&](Call& call) { return SignIn(access, call); }),
      open(GRIOT_POST, "/api/v1/sign-out", [&](Call& call) { return SignOut(access, call); }),
  };
}

}  // namespace griot::dashboard
