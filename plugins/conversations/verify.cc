#include "plugins/conversations/verify.h"

#include <algorithm>
#include <span>

#include "griot/command.hpp"
#include "griot/embedded_file.hpp"
#include "griot/json.hpp"
#include "griot/postgres.hpp"

namespace griot::conversations {

extern const std::span<const EmbeddedFile> kQueries;

namespace {

constexpr size_t kShown = 5;  // rows of a table that differ, for people to look at

// What is compared of a table: its columns, what these are in the query, and which of the query's
// rows are of it.
struct Relation {
  const char* name;
  std::string_view query;
  const char* columns;
  const char* expressions;
  const char* of_query;
  const char* of_table;
  const char* time;
};

constexpr const char* kMessage =
    "project, message_id, received_at, sent_at, delivered_at, read_at, failed_at, replied_at, "
    "chat_id, business_number, user_id, agent_id, template, content_type, campaign_id, category, "
    "sender, error_code, reply_to, credited_to, at";
constexpr const char* kWait =
    "project, chat, opened_at, waiting_since, ended, ended_at, answered_at, seconds, "
    "business_seconds, answered_by, agent_id, answer, first";

constexpr Relation kRelations[] = {
    // A message of which only a click is known has no event of its own.
    {"message_facts", "message_facts.sql", kMessage, kMessage, "true", "source is not null", "at"},
    {"chats", "chats.sql",
     "project, chat, opened_at, opened_by, closed_at, closed_by, chat_id, business_number, "
     "user_id, messages_in, messages_out, last_message_at, waiting_since, first_assigned_at, "
     "first_agent, queue_seconds, handed_over_at, first_response_at, first_response_by, "
     "first_response_agent, first_response_seconds, first_response_business_seconds, last_place",
     "project, chat, opened_at, opened_by, closed_at, closed_by, chat_id, business_number, "
     "user_id, messages_in, messages_out, last_message_at, waiting_since, first_assigned_at, "
     "first_agent, queue_seconds, handed_over_at, first_response_at, first_response_by, "
     "first_response_agent, first_response_seconds, "
     "business_seconds as first_response_business_seconds, last_place",
     "part = 'c'", "true", "opened_at"},
    {"response_times", "chats.sql", kWait, kWait, "part = 'w'", "true", "waiting_since"},
    {"resolutions", "chats.sql",
     "project, id, chat, resolved_at, opened_at, seconds, business_seconds, provider_seconds, "
     "outcome, agent_id",
     "project, id, chat, ended_at as resolved_at, opened_at, seconds, business_seconds, "
     "provider_seconds, outcome, agent_id",
     "part = 'x'", "true", "resolved_at"}};

struct Result {
  int64_t rows = 0;  // by the definition
  int64_t differ = 0;
  std::vector<std::string> shown;
};

std::string Sql(const Relation& relation) {
  const auto query = std::find_if(kQueries.begin(), kQueries.end(), [&](const EmbeddedFile& file) {
    return file.name == relation.query;
  });
  const std::string columns = relation.columns, time = relation.time;
  const std::string span = time + " >= $1 and " + time + " < $2";
  return "with truth as materialized (select " + columns + " from (select " + relation.expressions +
         " from (" + std::string(query->text) + ") q where " + relation.of_query + ") t where " +
         span + "), stored as materialized (select " + columns + " from " + relation.name +
         " where " + relation.of_table + " and " + span +
         "), differing as ((select 'missing' as what, * from (select * from truth except select * "
         "from stored) a) union all (select 'wrong', * from (select * from stored except select * "
         "from truth) b)) "
         "select (select count(*) from truth), (select count(*) from differing), "
         "(select jsonb_agg(x.line) from (select left(to_jsonb(d)::text, 600) as line from "
         "differing "
         "d order by 1 limit " +
         std::to_string(kShown) + ") x)";
}

Result Compare(pg::Database& database, const Relation& relation, const std::string& from,
               const std::string& to) {
  const pg::Rows rows = database.Run(Sql(relation), {from, to});
  Result result{rows.int8(0, 0), rows.int8(0, 1), {}};
  if (rows.null(0, 2)) return result;
  json::Document document;
  json::Scratch scratch;
  if (!document.Parse(rows.text(0, 2)).ok()) return result;
  for (const auto row : document.root().elements()) {
    result.shown.emplace_back(row.string(scratch).value_or(""));
  }
  return result;
}

void Print(const CommandLine& line, const Relation& relation, const Result& result) {
  if (line.json()) {
    std::string text;
    json::Writer<std::string> w(text);
    w.BeginObject().Key("relation").String(relation.name).Key("rows").Int(result.rows);
    w.Key("differ").Int(result.differ).EndObject();
    line.Out(text + "\n");
    return;
  }
  line.Out(std::string(relation.name) + ": " + std::to_string(result.rows) +
           " rows by the definition, " + std::to_string(result.differ) + " differences\n");
  for (const std::string& row : result.shown) line.Out("  " + row + "\n");
}

}  // namespace

int32_t RunVerify(const griot_command_call* call) {
  const CommandLine line(call, {}, {"--from", "--to"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (!line.words().empty()) return line.Fail(kUsage, "conversations verify takes no words");
  const auto url = line.Env("GRIOT_PG");
  if (!url) return line.Fail(kConfiguration, "GRIOT_PG is not set: it names the database");
  const std::string from = line.Value("--from", "-infinity"), to = line.Value("--to", "infinity");
  try {
    pg::Database database(*url, "griot_writer");
    database.Run("set work_mem = '256MB'");
    database.Run("begin isolation level repeatable read read only");
    int64_t differ = 0;
    for (const Relation& relation : kRelations) {
      const Result result = Compare(database, relation, from, to);
      Print(line, relation, result);
      differ += result.differ;
    }
    return differ == 0 ? kDone : kFailed;
  } catch (const pg::Error& error) {
    // 22007, 22008: no time that Postgres knows.
    const bool time = error.sqlstate.starts_with("2200");
    return line.Fail(time ? kUsage : kFailed, error.what());
  }
}

}  // namespace griot::conversations
