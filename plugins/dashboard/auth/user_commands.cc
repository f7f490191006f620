#include "plugins/dashboard/auth/user_commands.h"

#include "griot/json.hpp"
#include "plugins/dashboard/auth/audit.h"
#include "plugins/dashboard/auth/body.h"
#include "plugins/dashboard/auth/links.h"
#include "plugins/dashboard/auth/role.h"
#include "plugins/dashboard/auth/transaction.h"
#include "plugins/dashboard/auth/user_command.h"

namespace griot::dashboard {
namespace {

constexpr char kWho[] = "command line";

constexpr char kList[] =
    "select u.email, u.name, coalesce(r.project, '*'), coalesce(r.role, 'none'), "
    "coalesce((select to_char(max(s.seen_at) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') "
    "  from sign_ins s where s.user_id = u.id), '') "
    "from users u left join user_roles r on r.user_id = u.id order by u.email, r.project nulls "
    "first";

std::string NeedUser(Db& db, const std::string& email) {
  const Result rows = db.Run("select id from users where email = $1::text", {email});
  return rows.rows() == 0 ? std::string() : std::string(rows.text(0, 0));
}

// "none" takes it away. False: there was none to take.
bool SetRole(Db& db, const std::string& user, const std::string& project, const std::string& role) {
  if (role == "none") {
    return db.Run(
                 "delete from user_roles where user_id = ($1::text)::uuid "
                 "and project is not distinct from nullif($2::text, '') returning role",
                 {user, project})
               .rows() > 0;
  }
  db.Run(
      "insert into user_roles (user_id, project, role) values (($1::text)::uuid, "
      "nullif($2::text, ''), $3::text) on conflict (user_id, project) do update set role = "
      "$3::text",
      {user, project, role});
  return true;
}

template <class Work>
int32_t Guarded(const UserCommand& line, const Work& work) {
  try {
    return work();
  } catch (const pg::Error& error) {
    return FailStore(line, error);
  }
}

}  // namespace

int32_t RunUserLs(const griot_command_call* call) {
  UserCommand line(call, {}, {});
  if (const ExitCode code = line.Begin(0, "ls"); code != kDone) return code;
  return Guarded(line, [&]() -> int32_t {
    const Result rows = line.db().Run(kList);
    std::vector<std::vector<std::string>> table{{"EMAIL", "NAME", "PROJECT", "ROLE", "SEEN"}};
    for (int row = 0; row < rows.rows(); ++row) {
      std::vector<std::string> cells;
      for (int column = 0; column < 5; ++column) cells.emplace_back(rows.text(row, column));
      if (line.json()) {
        std::string text;
        json::Writer<std::string> w(text);
        w.BeginObject().Key("email").String(cells[0]).Key("name").String(cells[1]);
        w.Key("project").String(cells[2]).Key("role").String(cells[3]);
        w.Key("seen_at").String(cells[4]).EndObject();
        line.Out(text + "\n");
      }
      table.push_back(std::move(cells));
    }
    if (!line.json()) line.Out(FormatTable(table));
    return kDone;
  });
}

int32_t RunUserAdd(const griot_command_call* call) {
  UserCommand line(call, {}, {"--name", "--role", "--project", "--url"});
  if (const ExitCode code = line.Begin(1, "add EMAIL --role ROLE"); code != kDone) return code;
  const auto email = ReadEmail(line.words()[0]);
  if (!email) return line.Fail(kUsage, "\"" + line.words()[0] + "\" is no e-mail address");
  const std::string role = line.Value("--role"), project = line.Value("--project");
  if (!RoleOf(role)) return line.Fail(kUsage, "--role viewer, analyst or owner is needed");
  return Guarded(line, [&]() -> int32_t {
    Db& db = line.db();
    Transaction transaction(db);
    const Result made = db.Run(
        "insert into users (email, name) values ($1::text, $2::text) on conflict do nothing "
        "returning id",
        {*email, line.Value("--name")});
    if (made.rows() == 0) {
      return line.Fail(kFailed, *email + " is a user already: griot user role, griot user link");
    }
    const std::string user(made.text(0, 0));
    SetRole(db, user, project, role);
    const std::string token = MakeLink(db, {"password", user, *email, "", "", "", ""}, kWho);
    Record(db, {project, kWho, {}, "user.added", *email, R"({"role":")" + role + "\"}"});
    transaction.Commit();
    line.ShowLink(*email, token);
    return kDone;
  });
}

int32_t RunUserRole(const griot_command_call* call) {
  UserCommand line(call, {}, {"--project"});
  if (const ExitCode code = line.Begin(2, "role EMAIL ROLE [--project P]"); code != kDone) {
    return code;
  }
  const std::string role = line.words()[1], project = line.Value("--project");
  if (role != "none" && !RoleOf(role)) {
    return line.Fail(kUsage, "a role is viewer, analyst, owner or none");
  }
  return Guarded(line, [&]() -> int32_t {
    Db& db = line.db();
    const std::string email = ReadEmail(line.words()[0]).value_or("");
    Transaction transaction(db);
    const std::string user = NeedUser(db, email);
    if (user.empty()) return line.Fail(kFailed, "there is no user " + line.words()[0]);
    if (!SetRole(db, user, project, role)) {
      return line.Fail(kFailed, email + " has no role there: griot user ls");
    }
    Record(db, {project, kWho, {}, "role.changed", email, R"({"role":")" + role + "\"}"});
    transaction.Commit();
    return kDone;
  });
}

int32_t RunUserRm(const griot_command_call* call) {
  UserCommand line(call, {}, {});
  if (const ExitCode code = line.Begin(1, "rm EMAIL"); code != kDone) return code;
  return Guarded(line, [&]() -> int32_t {
    const std::string email = ReadEmail(line.words()[0]).value_or("");
    Transaction transaction(line.db());
    if (line.db().Run("delete from users where email = $1::text returning id", {email}).rows() ==
        0) {
      return line.Fail(kFailed, "there is no user " + line.words()[0]);
    }
    Record(line.db(), {{}, kWho, {}, "user.removed", email, {}});
    transaction.Commit();
    return kDone;
  });
}

// Without an address: the first owner's, as long as there is nobody.
int32_t RunUserLink(const griot_command_call* call) {
  UserCommand line(call, {}, {"--url"});
  const bool first = line.words().empty();
  if (const ExitCode code = line.Begin(first ? 0 : 1, "link [EMAIL]"); code != kDone) return code;
  return Guarded(line, [&]() -> int32_t {
    Db& db = line.db();
    if (first && db.Run("select from users limit 1").rows() > 0) {
      return line.Fail(kUsage, "whose? griot user link EMAIL (griot user ls)");
    }
    Transaction transaction(db);
    Link link{first ? "first" : "password", "", "", "", "", "", ""};
    if (!first) {
      link.email = ReadEmail(line.words()[0]).value_or("");
      link.user = NeedUser(db, link.email);
      if (link.user.empty()) return line.Fail(kFailed, "there is no user " + line.words()[0]);
    }
    const std::string token = MakeLink(db, link, kWho);
    Record(db, {{}, kWho, {}, "link.made", link.email, {}});
    transaction.Commit();
    line.ShowLink(link.email, token);
    return kDone;
  });
}

}  // namespace griot::dashboard
