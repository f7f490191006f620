#include "verify.h"

#include <span>

#include "griot/command.hpp"
#include "griot/embedded_file.hpp"
#include "griot/json.hpp"
#include "griot/postgres.hpp"

namespace griot::sessions {

extern const std::span<const EmbeddedFile> kQueries;

namespace {

constexpr size_t kShown = 10;    // keys that differ, for people to look at
constexpr size_t kAtOnce = 200;  // keys that are repaired under one lock

constexpr const char* kColumns =
    "project, channel, subject, first_at, last_at, until_at, first_own_at, last_own_at, "
    "event_count, "
    "own_count, page_count, converted, user_id, anonymous_id, source, campaign, device, country, "
    "entry, exit";

struct Key {
  std::string project, channel, subject;
};

struct Result {
  int64_t sessions = 0;  // by the definition
  int64_t differ = 0;
  std::vector<Key> keys;  // of those that differ
};

// Sessions of keys that have no event at all any more are found where no time is given.
Result Compare(pg::Database& database, const std::string& from, const std::string& to) {
  const std::string columns = kColumns;
  const std::string sql =
      "with truth as (" + std::string(kQueries[0].text) +
      "), stored as (select s.* from sessions s where ($1 = '-infinity' and $2 = 'infinity') or "
      "exists (select from events e where e.project = s.project and e.channel = s.channel and "
      "griot_session_subject(e.device, e.user_id, e.anonymous_id) = s.subject and e.occurred_at >= "
      "$1 "
      "and e.occurred_at < $2)), differing as ("
      "(select " +
      columns + " from truth except select " + columns +
      " from stored) union all "
      "(select " +
      columns + " from stored except select " + columns +
      " from truth)) "
      "select (select count(*) from truth), project, channel, subject, "
      "count(distinct first_at) from differing group by project, channel, subject "
      "union all select count(*), null, null, null, 0 from truth order by 2, 3, 4";
  const pg::Rows rows = database.Run(sql, {from, to});
  Result result;
  for (int row = 0; row < rows.size(); ++row) {
    result.sessions = rows.int8(row, 0);
    if (rows.null(row, 1)) continue;
    result.differ += rows.int8(row, 4);
    result.keys.push_back({std::string(rows.text(row, 1)), std::string(rows.text(row, 2)),
                           std::string(rows.text(row, 3))});
  }
  return result;
}

// The keys travel as one JSON text: [["project", …], ["channel", …], ["subject", …]].
std::string AsJson(std::span<const Key> keys) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginArray();
  for (const auto member : {&Key::project, &Key::channel, &Key::subject}) {
    w.BeginArray();
    for (const Key& key : keys) w.String(key.*member);
    w.EndArray();
  }
  w.EndArray();
  return text;
}

void Repair(pg::Database& database, std::span<const Key> keys, const CommandLine& line) {
  for (size_t at = 0; at < keys.size(); at += kAtOnce) {
    const auto some = keys.subspan(at, std::min(kAtOnce, keys.size() - at));
    database.Run("begin");
    database.Run("select griot_lock_sessions(array(select generate_series(0, 63)))");
    database.Run(
        "select griot_regroup_sessions(p, c, s, array_fill('-infinity'::timestamptz, array[n]), "
        "array_fill('infinity'::timestamptz, array[n])) from (select "
        "array(select jsonb_array_elements_text(j->0)) as p, "
        "array(select jsonb_array_elements_text(j->1)) as c, "
        "array(select jsonb_array_elements_text(j->2)) as s, jsonb_array_length(j->0) as n "
        "from (select $1::jsonb as j) x) y",
        {AsJson(some)});
    database.Run("commit");
    if (!line.json()) line.Say("repaired " + std::to_string(at + some.size()) + " keys");
  }
}

void Print(const CommandLine& line, const Result& result, size_t repaired) {
  if (line.json()) {
    std::string text;
    json::Writer<std::string> w(text);
    w.BeginObject().Key("sessions").Int(result.sessions).Key("differ").Int(result.differ);
    w.Key("keys").Uint(result.keys.size()).Key("repaired_keys").Uint(repaired).EndObject();
    line.Out(text + "\n");
    return;
  }
  line.Out(std::to_string(result.sessions) + " sessions by the definition, " +
           std::to_string(result.differ) + " differ\n");
  for (const Key& key : std::span(result.keys).first(std::min(kShown, result.keys.size()))) {
    line.Out("  " + key.project + "  " + key.channel + "  " + key.subject + "\n");
  }
  if (result.keys.size() > kShown) {
    line.Out("  and " + std::to_string(result.keys.size() - kShown) + " more keys\n");
  }
}

}  // namespace

int32_t RunVerify(const griot_command_call* call) {
  const CommandLine line(call, {"--repair"}, {"--from", "--to"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (!line.words().empty()) return line.Fail(kUsage, "sessions verify takes no words");
  const auto url = line.Env("GRIOT_PG");
  if (!url) return line.Fail(kConfiguration, "GRIOT_PG is not set: it names the database");
  const std::string from = line.Value("--from", "-infinity"), to = line.Value("--to", "infinity");
  try {
    pg::Database database(*url, "griot_writer");
    database.Run("set work_mem = '256MB'");
    Result result = Compare(database, from, to);
    size_t repaired = 0;
    if (line.Has("--repair") && !result.keys.empty()) {
      repaired = result.keys.size();
      Repair(database, result.keys, line);
      result = Compare(database, from, to);
    }
    Print(line, result, repaired);
    return result.differ == 0 ? kDone : kFailed;
  } catch (const pg::Error& error) {
    // 22007, 22008: no time that Postgres knows.
    const bool time = error.sqlstate.starts_with("2200");
    return line.Fail(time ? kUsage : kFailed, error.what());
  }
}

}  // namespace griot::sessions
