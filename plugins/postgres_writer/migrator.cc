#include "migrator.h"

#include <map>
#include <utility>

#include "griot/crash.hpp"
#include "sha256.h"

namespace griot::postgres {
namespace {

// Waits its turn behind other migrators, but not behind a stuck one for ever. The number is "griot"
// in ASCII.
constexpr char kLockSql[] =
    "set lock_timeout = '60s'; set search_path = public, pg_temp; "
    "set client_min_messages = warning; select pg_advisory_lock(444301143924)";
constexpr char kUnlockSql[] = "select pg_advisory_unlock_all()";

// Roles belong to the whole server, so two databases may make them at once.
constexpr char kRolesSql[] = R"(
do $$
declare
  role text;
begin
  foreach role in array array['griot_owner', 'griot_writer', 'griot_reader', 'griot_app'] loop
    if to_regrole(role) is null then
      begin
        execute format('create role %I nologin', role);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, role, 'member') then
      execute format('grant %I to current_user', role);
    end if;
  end loop;
  if not has_schema_privilege('griot_owner', 'public', 'create') then
    grant usage, create on schema public to griot_owner;
  end if;
  grant usage on schema public to griot_writer, griot_reader, griot_app;
end $$;)";

constexpr char kTableSql[] =
    "set role griot_owner; create table if not exists migrations (plugin text not null, "
    "version integer not null, name text not null, sha256 text not null, "
    "applied_at timestamptz not null default now(), primary key (plugin, version)); "
    "grant select on migrations to public";

using Applied = std::map<std::pair<std::string, int>, std::string>;

PgError ReadApplied(Connection& connection, Deadline deadline, Applied* applied) {
  Result result;
  PgError error =
      connection.Exec("select to_regclass('public.migrations') is not null", deadline, &result);
  if (!error.ok() || !result.boolean(0, 0)) return error;
  error =
      connection.Exec("select plugin, version, sha256 from public.migrations", deadline, &result);
  for (int row = 0; error.ok() && row < result.rows(); ++row) {
    (*applied)[{std::string(result.text(row, 0)), result.int4(row, 1)}] = result.text(row, 2);
  }
  return error;
}

std::string Label(const Migration& m) {
  return m.plugin + " " + std::to_string(m.version) + " " + m.name;
}

std::vector<const Migration*> FindPending(std::span<const Migration> migrations,
                                          const Applied& applied, MigrationReport* report) {
  std::vector<const Migration*> pending;
  report->differences.clear();
  for (const Migration& m : migrations) {
    const auto found = applied.find({m.plugin, static_cast<int>(m.version)});
    if (found == applied.end()) {
      pending.push_back(&m);
    } else if (found->second != Sha256Hex(m.sql)) {
      report->differences.push_back(Label(m));
    }
  }
  return pending;
}

PgError MakeRoles(Connection& connection, Deadline deadline) {
  PgError error;
  // Two grants at once can meet in the server's catalogue ("tuple concurrently updated").
  for (int attempt = 0; attempt < 10; ++attempt) {
    error = connection.ExecScript(kRolesSql, deadline);
    if (error.sqlstate != "XX000") break;
  }
  if (error.sqlstate == "42501") {
    error.message +=
        "; let an administrator run: CREATE ROLE griot_owner NOLOGIN; CREATE ROLE griot_writer "
        "NOLOGIN; CREATE ROLE griot_reader NOLOGIN; CREATE ROLE griot_app NOLOGIN; GRANT "
        "griot_owner, griot_writer, griot_reader, griot_app TO <this login>; GRANT USAGE, CREATE "
        "ON SCHEMA public TO griot_owner; GRANT USAGE ON SCHEMA public TO griot_writer, "
        "griot_reader, griot_app; and then migrate again";
  }
  return error;
}

PgError Apply(Connection& connection, const Migration& m, Deadline deadline) {
  PgError error =
      connection.ExecScript(("begin; set local role griot_owner;" + m.sql).c_str(), deadline);
  if (error.ok()) {
    ArrayParam texts(kText);
    for (const std::string& text : {m.plugin, m.name, Sha256Hex(m.sql)}) texts.Bytes(text);
    std::string version;
    PutBig32(version, m.version);
    error = connection.Exec(
        "insert into public.migrations (plugin, version, name, sha256) "
        "values (($1::text[])[1], $2::integer, ($1::text[])[2], ($1::text[])[3])",
        Params().Add(texts).Add(version), deadline);
  }
  GRIOT_CRASH_POINT("migrate.before_commit");
  if (error.ok()) error = connection.Exec("commit", deadline);
  if (!error.ok()) {
    connection.Rollback(deadline);
    error.message = "migration " + Label(m) + ": " + error.message;
  }
  return error;
}

PgError ApplyPending(Connection& connection, std::span<const Migration> migrations,
                     Deadline deadline, MigrationReport* report) {
  PgError error = MakeRoles(connection, deadline);
  if (error.ok()) error = connection.ExecScript(kTableSql, deadline);
  Applied applied;  // again: somebody else may have been at it before the lock was ours
  if (error.ok()) error = ReadApplied(connection, deadline, &applied);
  if (!error.ok()) return error;
  for (const Migration* m : FindPending(migrations, applied, report)) {
    error = Apply(connection, *m, deadline);
    if (!error.ok()) return error;
    report->applied.push_back(Label(*m));
  }
  return {};
}

}  // namespace

PgError Migrate(Connection& connection, std::span<const Migration> migrations, bool dry_run,
                Deadline deadline, MigrationReport* report) {
  Applied applied;
  PgError error = ReadApplied(connection, deadline, &applied);
  if (!error.ok()) return error;
  const auto pending = FindPending(migrations, applied, report);
  if (dry_run) {
    for (const Migration* m : pending) report->applied.push_back(Label(*m));
  }
  if (dry_run || pending.empty()) return {};
  error = connection.ExecScript(kLockSql, deadline);
  if (!error.ok()) return error;
  error = ApplyPending(connection, migrations, deadline, report);
  if (connection.open()) {
    (void)connection.ExecScript("reset role", deadline);
    (void)connection.ExecScript(kUnlockSql, deadline);
  }
  return error;
}

PgError MigrateAt(const std::string& url, std::span<const Migration> migrations, bool dry_run,
                  Deadline deadline, MigrationReport* report) {
  Connection connection;
  PgError error =
      connection.Open(url, std::min(deadline, Clock::now() + std::chrono::seconds(5)), {});
  return error.ok() ? Migrate(connection, migrations, dry_run, deadline, report) : error;
}

}  // namespace griot::postgres
