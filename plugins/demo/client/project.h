#pragma once

#include <memory>
#include <optional>
#include <string>

#include "griot/postgres.hpp"
#include "history/plan.h"

namespace griot::demo {

// The project that a demonstration is told into, as Postgres has it. Throws pg::Error. One thread.
class Project {
 public:
  Project(const std::string& url, std::string id);
  // Takes back the key that it made, and gives its turn back.
  ~Project();
  Project(const Project&) = delete;
  Project& operator=(const Project&) = delete;

  // Whose turn it is to change it. False: another `griot demo` is at work in it, and not for
  // moments only, as who goes on with it.
  bool TakeTurn();
  // Makes or marks it for this history. The wish's end becomes that of the history that it holds,
  // unless `end_is_wished`. Not empty: why it cannot hold it.
  std::string Begin(const std::string& title, const std::string& zone, bool end_is_wished,
                    Wish* wish);
  // A write key of it: `given`, where that is one, else a new one that lives as long as this, in
  // the place of those that earlier runs could not take back: keys that begin like this, with eight
  // characters. Has the turn.
  std::string Key(const std::optional<std::string>& given, const std::string& prefix = "wk_demo_");
  // Whether an event of this user has been stored in it.
  bool Knows(const std::string& user_id);
  // Tells Postgres how much there is of what, so that reports are planned for that.
  void Analyze();
  // Ends the keys, so that nothing more comes in.
  void Close();
  // How many events went with it; nullopt: it is no demonstration's.
  std::optional<int64_t> Remove();

 private:
  pg::Database database_, reader_;
  const std::string id_;
  std::string made_;  // hash of the key that was made
};

}  // namespace griot::demo
