#include "griot/json.hpp"
#include "plugins/identity_resolver/person_commands.h"
#include "plugins/identity_resolver/person_finder.h"

namespace griot::identity {
namespace {

using Table = std::vector<std::vector<std::string>>;

std::string Text(json::Value object, std::string_view member) {
  json::Scratch scratch;
  return std::string(object.Find(member).string(scratch).value_or(""));
}

// To the second; the zone is the session's, UTC.
std::string Time(json::Value object, std::string_view member) {
  std::string text = Text(object, member).substr(0, 19);
  if (text.size() > 10) text[10] = ' ';
  return text;
}

void Print(const CommandLine& line, const std::string& title, const Table& rows) {
  if (rows.empty()) return;
  line.Out("\n" + title + "\n" + FormatTable(rows));
}

Table Identifiers(json::Value person) {
  Table rows;
  for (const json::Value i : person.Find("identifiers").elements()) {
    const std::string last = Time(i, "last_at");
    rows.push_back({"  " + Text(i, "identifier"), "first seen " + Time(i, "first_at"),
                    last.empty() ? "" : "last seen " + last, Text(i, "id")});
  }
  return rows;
}

// Evidence and log, which tell of two identifiers and an event.
Table Pairs(json::Value list) {
  Table rows;
  for (const json::Value e : list.elements()) {
    const std::string by = Text(e, "by"), action = Text(e, "action"), reason = Text(e, "reason");
    std::vector<std::string> row{"  " + Time(e, "at")};
    if (!action.empty()) row.push_back(action);
    row.push_back(Text(e, "a"));
    row.push_back(Text(e, "b"));
    row.push_back(reason.empty() ? Text(e, "rule") : Text(e, "rule") + ", refused: " + reason);
    row.push_back(by.empty() ? "event " + Text(e, "event") : "by " + by);
    rows.push_back(std::move(row));
  }
  return rows;
}

void Print(const CommandLine& line, json::Value person) {
  line.Out("person " + Text(person, "person_id") + " of project " + Text(person, "project") +
           ", since " + Time(person, "first_at") + "\n");
  Print(line, "identifiers (each with the person id that it founds)", Identifiers(person));
  Print(line, "one person, because", Pairs(person.Find("evidence")));
  Print(line, "not linked", Pairs(person.Find("refused")));
  Print(line, "kept apart by hand", Pairs(person.Find("splits")));
  Print(line, "log", Pairs(person.Find("log")));
}

}  // namespace

int32_t RunPersonShow(const griot_command_call* call) {
  const CommandLine line(call, {}, {"--project"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (line.words().size() != 1) return line.Fail(kUsage, "person show takes one person");
  const auto url = line.Env("GRIOT_PG");
  if (!url) return line.Fail(kConfiguration, "GRIOT_PG is not set: it names the database");
  const std::string project = line.Value("--project", "default");
  pg::Database database(*url, "griot_reader");
  database.Run("set timezone = 'UTC'");
  Found found;
  if (!FindOne(database, line, project, line.words()[0], &found)) return kFailed;
  const pg::Rows rows = database.Run("select griot_show_person($1::integer)", {found.person});
  const std::string_view text = rows.text(0, 0);
  if (line.json()) {
    line.Out(std::string(text) + "\n");
    return kDone;
  }
  json::Document document;
  if (!document.Parse(text).ok()) return line.Fail(kFailed, "Postgres' answer is no JSON");
  Print(line, document.root());
  return kDone;
}

}  // namespace griot::identity
