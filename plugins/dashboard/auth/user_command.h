#pragma once

#include <memory>
#include <string>
#include <vector>

#include "griot/command.hpp"
#include "plugins/dashboard/db/db.h"

namespace griot::dashboard {

// One run of a command about users: its words, and the store as griot_app. Control thread.
class UserCommand : public CommandLine {
 public:
  using CommandLine::CommandLine;

  // Checks the words and opens the store; an exit code other than kDone: it said why not.
  ExitCode Begin(size_t words, const char* usage);
  Db& db() { return *db_; }

  // Where a browser finds griot: --url, what the environment says, the port of the one that runs.
  std::string Origin() const;
  // Prints a link that was made, with what it is for.
  void ShowLink(std::string_view email, const std::string& token) const;

 private:
  std::unique_ptr<Db> db_;
};

// What Postgres refused, as an exit code, with words for the person.
int32_t FailStore(const UserCommand& line, const pg::Error& error);

}  // namespace griot::dashboard
