#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "plugins/dashboard/rollup/event_rows.h"

namespace griot::dashboard {

// Keeps the roll-ups: counts what was stored since, by transaction, and anew where somebody was
// forgotten. Each step is one transaction that says how far it went, so none counts twice. Of
// several processes one does it. One thread at a time.
class Roller {
 public:
  // As griot_writer; must outlive it.
  explicit Roller(Db& db) : db_(db) {}

  // A bounded part of what there is to do. True: there is more.
  bool Step();
  // Counts all of a project (all projects where it is empty) anew.
  void Rebuild(const std::string& project);
  // How many rows differ from what the events come to; what differs goes to `say`, some of it.
  int64_t Verify(const std::string& project, std::string* say);

 private:
  bool CountNew(const std::string& from, std::string* up_to);
  bool CountDirty(const std::string& up_to);
  // Sessions, messages and what else changes after it was counted (0005_facts.sql).
  void WatchFacts();
  bool CountFacts();
  void Recount(const std::string& project, const std::vector<int64_t>& quarters,
               const std::string& up_to);
  bool Fold();

  Db& db_;
  Actors actors_;
  int64_t generation_ = 0;
  double events_ = 5'000;  // of the next step, as the last ones took
  double blocks_ = 4;      // the same
  double days_ = 1;        // the same
  std::chrono::steady_clock::time_point watched_{};
};

// Adds quarters, and notes the blocks that they are in where these are made already.
void AddQuarters(Db& db, const Buckets& quarters);
// Makes blocks and days that are past of their quarters, so many days of them. False: there was
// less to do.
bool FoldPast(Db& db, int most);
void AddTo(Db& db, const std::string& table, const Buckets& buckets);
// All rows of these buckets (seconds since 1970).
void Erase(Db& db, const std::string& table, const std::string& project,
           const std::vector<int64_t>& buckets);
// Until the transaction ends: statistics lag behind tables that grow like these, and a plan that
// reads them whole must not be.
void PreferIndexes(Db& db, bool prefer);
void AddFirsts(Db& db, const Firsts& firsts);

}  // namespace griot::dashboard
