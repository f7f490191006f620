#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "batch_plan.h"
#include "connection.h"
#include "dead_letters.h"
#include "event_rows.h"
#include "fact_plan.h"
#include "forgotten.h"
#include "griot/cpp/batch.hpp"
#include "partitions.h"
#include "raw_letters.h"
#include "store_catalogue.h"
#include "tally.h"

namespace griot::postgres {

// Writes a batch in one transaction of four round trips:
//   1  BEGIN, whether anybody is forgotten, the streams' positions and fences
//   2  COPY of the ids into the guard
//   3  COPY of the events
//   4  facts whose cause was new, dead letters, the ledger, COMMIT
// (A COPY is a message and its data: two each; bytes that no door could read take one more
// before 4.) An event that is there already ends the first COPY, and the batch and some that follow
// ask the guard instead, in 1: which events are new? That is one and a half times the work for the
// guard, and duplicates are rare, but come in swarms.
//
// Where Postgres refuses a row, the whole is done again with the rows one by one inside the
// server, which finds all bad ones in one more round trip; the same for facts, key by key.
//
// One thread at a time. The catalogue must outlive it. Texts that it puts into outcomes and replies
// live until the next Write.
class BatchWriter {
 public:
  // `stage` is named in dead letters; `shard` picks the ledger's rows; `warn` hears of a kind whose
  // facts are refused, until they are taken again.
  using Warn = std::function<void(const std::string&)>;
  BatchWriter(const StoreCatalogue& catalogue, std::string stage, int32_t shard, Warn warn);

  // Prepares what Write needs, on a new connection.
  PgError Prepare(Connection& connection, Deadline deadline);

  // Sets every outcome, or none: then the error says why, and nothing was written, but for a
  // COMMIT whose answer was lost, which the guard and the positions make harmless.
  PgError Write(griot::Write& write, Connection& connection, Deadline deadline);

  Partitions& partitions() { return partitions_; }

 private:
  struct Refusal {  // of an event, by its index
    std::string reason;
    std::string detail;
  };
  // Where an attempt failed, so that the next one goes around it.
  enum class Step { kBegin, kIds, kRows, kFact, kFinish };

  PgError Attempt(Connection& connection, Deadline deadline);
  PgError Begin(Connection& connection, Deadline deadline);
  PgError DropForgotten(Connection& connection, Deadline deadline);
  PgError ReadPositions(const Result& result);
  void ReadGuard(const Result& result);
  PgError StoreIds(Connection& connection, Deadline deadline);
  PgError StoreRows(Connection& connection, Deadline deadline);
  PgError StoreEach(Connection& connection, Deadline deadline);
  PgError StoreRawLetters(Connection& connection, Deadline deadline);
  void WarnOfFacts(const PgError& error);
  PgError ApplyAlone(Connection& connection, const FactPlan::Group& group, Deadline deadline);
  PgError Finish(Connection& connection, Deadline deadline);
  void CountOutcomes();
  void CountSettled(const griot_settled_event& settled, bool forgotten);
  Counts& RowOf(const griot_event& e);
  bool IsCounted(const griot_event& e) const;
  void ReadReplies(const FactPlan::Group& group, const Result& result);
  void Publish(griot::Write& write);

  const StoreCatalogue& catalogue_;
  const std::string stage_;
  std::string shard_;
  const Warn warn_;

  BatchPlan plan_;
  EventRows rows_;
  FactPlan facts_;
  DeadLetters letters_;
  RawLetters raw_letters_;
  Tally tally_;
  Partitions partitions_;
  Forgotten forgotten_;

  Step step_ = Step::kBegin;
  bool each_ = false;              // rows one by one
  int guarded_ = 0;                // so many batches ask the guard which events are new
  bool forgetting_ = false;        // somebody is forgotten: as the last transaction saw it
  std::set<size_t> alone_;         // kinds whose facts go key by key
  std::set<size_t> warned_;        // kinds whose facts were refused last
  size_t failed_kind_ = 0;         // with kFact
  std::vector<uint8_t> counted_;   // by origin: an earlier delivery was counted
  std::vector<uint32_t> refused_;  // by event: 1 + index into refusals_, or 0
  std::deque<Refusal> refusals_;
  std::vector<std::pair<uint32_t, std::string>> replies_;  // by fact
  std::deque<std::string> texts_;                          // what outcomes and replies point to
  ArrayParam streams_{kText};
  ArrayParam his_{kInt8};
  ArrayParam los_{kInt8};
  ArrayParam fences_{kInt8};
};

}  // namespace griot::postgres
