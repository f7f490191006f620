#include "plugins/identity_resolver/person_finder.h"

#include <array>
#include <optional>

#include "griot/json.hpp"
#include "griot/uuid.hpp"
#include "plugins/identity_resolver/identifiers.h"

namespace griot::identity {
namespace {

constexpr std::array<std::string_view, 5> kTypes{"phone", "email", "account", "anonymous", "bsuid"};

std::string Normalized(std::string_view type, std::string_view value) {
  std::optional<std::string> text;
  if (type == "phone") text = PhoneIdentifier("whatsapp", value);
  if (type == "email") text = EmailIdentifier(value);
  return text.value_or(std::string(type) + ":" + std::string(value));
}

// As JSON, in which they travel to Postgres.
std::string Candidates(std::string_view word) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginArray();
  for (const std::string_view type : kTypes) {
    w.String(Normalized(type, word));
    if (word.starts_with(type) && word.substr(type.size()).starts_with(':')) {
      w.String(Normalized(type, word.substr(type.size() + 1)));
    }
  }
  w.EndArray();
  return text;
}

}  // namespace

std::vector<Found> FindIdentifiers(pg::Database& database, const std::string& project,
                                   const std::string& word) {
  const auto uuid = ParseUuid(word);
  const pg::Rows rows = database.Run(
      "select i.id, i.person, i.type || ':' || i.value from identifiers i "
      "where i.project = $1 and i.id in (select griot_identifier_id($1, c) from "
      "jsonb_array_elements_text($2::jsonb) c union all select $3::uuid) order by 3",
      {project, Candidates(word), uuid ? pg::Param(UuidString(*uuid)) : std::nullopt});
  std::vector<Found> found;
  for (int row = 0; row < rows.size(); ++row) {
    found.push_back({std::string(rows.text(row, 0)), std::string(rows.text(row, 1)),
                     std::string(rows.text(row, 2))});
  }
  return found;
}

bool FindOne(pg::Database& database, const CommandLine& line, const std::string& project,
             const std::string& word, Found* found) {
  const std::vector<Found> all = FindIdentifiers(database, project, word);
  if (all.size() == 1) {
    *found = all.front();
    return true;
  }
  if (all.empty()) {
    line.Say("griot: nobody in project " + project + " is known by " + word);
    return false;
  }
  line.Say("griot: " + word + " may mean several; say which:");
  for (const Found& each : all) line.Say("  " + each.text);
  return false;
}

}  // namespace griot::identity
