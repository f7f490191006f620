#include "griot/json.hpp"
#include "plugins/identity_resolver/person_commands.h"
#include "plugins/identity_resolver/person_finder.h"

namespace griot::identity {
namespace {

// What became of it, and the persons as they are now.
void Print(const CommandLine& line, pg::Database& database, std::string_view outcome,
           const Found& one, const Found& other) {
  const pg::Rows ids = database.Run(
      "select (select p.person_id from identifiers i join persons p using (person) where i.id = "
      "$1::uuid), (select p.person_id from identifiers i join persons p using (person) where i.id "
      "= $2::uuid)",
      {one.id, other.id});
  if (line.json()) {
    std::string text;
    json::Writer<std::string> w(text);
    w.BeginObject().Key("outcome").String(outcome).Key("persons").BeginArray();
    w.String(ids.text(0, 0)).String(ids.text(0, 1)).EndArray().EndObject();
    line.Out(text + "\n");
    return;
  }
  line.Out(std::string(outcome) + "\n");
  line.Out(one.text + " is person " + std::string(ids.text(0, 0)) + "\n");
  line.Out(other.text + " is person " + std::string(ids.text(0, 1)) + "\n");
}

std::string Meaning(std::string_view outcome) {
  if (outcome == "guard") return "refused: a split keeps them apart (person split … --lift)";
  if (outcome == "account") return "refused: a person has one account";
  if (outcome == "phone") return "refused: a person has five phones at most";
  if (outcome == "email") return "refused: a person has five email addresses at most";
  return "nothing to do: it is so already";
}

// Runs `sql` ($1 and $2 the identifiers' ids, $3 who) for the two that the words name.
int32_t Change(const CommandLine& line, const std::string& word, const std::string& other_word,
               const char* sql) {
  const auto url = line.Env("GRIOT_PG");
  if (!url) return line.Fail(kConfiguration, "GRIOT_PG is not set: it names the database");
  const std::string project = line.Value("--project", "default");
  const std::string by = line.Value("--by", line.Env("USER").value_or("unknown"));
  pg::Database database(*url, "griot_writer");
  Found one, other;
  if (!FindOne(database, line, project, word, &one) ||
      !FindOne(database, line, project, other_word, &other)) {
    return kFailed;
  }
  const pg::Rows rows = database.Run(sql, {one.id, other.id, by});
  const std::string outcome(rows.text(0, 0));
  Print(line, database, outcome, one, other);
  if (outcome == "merged" || outcome == "split" || outcome == "lifted") return kDone;
  line.Say(Meaning(outcome));
  return outcome == "same" ? kDone : kFailed;
}

}  // namespace

int32_t RunPersonMerge(const griot_command_call* call) {
  const CommandLine line(call, {}, {"--project", "--by"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  const auto& words = line.words();
  if (words.size() != 2) return line.Fail(kUsage, "person merge takes two persons");
  return Change(line, words[0], words[1], "select griot_merge_people($1::uuid, $2::uuid, $3)");
}

int32_t RunPersonSplit(const griot_command_call* call) {
  const CommandLine line(call, {"--lift"}, {"--project", "--by"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  const auto& words = line.words();
  const bool from = words.size() == 3 && words[1] == "from";
  if (!from && words.size() != 2) {
    return line.Fail(kUsage, "person split takes two identifiers: X from Y");
  }
  return Change(line, words.front(), words.back(),
                line.Has("--lift") ? "select griot_part_people($1::uuid, $2::uuid, $3, true)"
                                   : "select griot_part_people($1::uuid, $2::uuid, $3, false)");
}

}  // namespace griot::identity
