#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "griot/command.hpp"
#include "griot/postgres.hpp"

namespace griot::identity {

// A stored identifier, as a word of a command means it.
struct Found {
  std::string id, person, text;
};

// All that the word may mean in a project: an identifier as "type:value" or the value alone, or the
// id of a person, of now or of before.
std::vector<Found> FindIdentifiers(pg::Database& database, const std::string& project,
                                   const std::string& word);

// The one that it means. Otherwise says so on the command's error output.
bool FindOne(pg::Database& database, const CommandLine& line, const std::string& project,
             const std::string& word, Found* found);

}  // namespace griot::identity
