#pragma once

#include <set>
#include <string>
#include <vector>

#include "connection.h"
#include "dead_letters.h"
#include "griot/abi.h"

namespace griot::postgres {

// Bytes that a door could not read, and keeps by an id that is made of them: what comes again, as
// providers send again whatever they doubt, is the letter that is there. One thread at a time.
class RawLetters {
 public:
  // Whether it is kept once; anything else is a letter of its own.
  static bool Is(const griot_settled_event& settled);

  void Clear();
  // Borrows it until Store.
  void Add(const griot_settled_event& settled) { added_.push_back(&settled); }
  // Writes those that are not there yet.
  PgError Store(Connection& connection, Deadline deadline);
  // Whether the letter is new: true for one of several copies, after Store.
  bool Take(const griot_settled_event& settled);

 private:
  std::vector<const griot_settled_event*> added_;
  DeadLetters letters_;
  std::set<std::string> fresh_;  // ids and projects
};

}  // namespace griot::postgres
