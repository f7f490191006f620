#include "batch_writer.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "griot/crash.hpp"

namespace griot::postgres {
namespace {

// After a duplicate so many batches ask for duplicates first.
constexpr int kGuardedBatches = 64;

// An older fence is not updated and so not returned; the rows come back with what they held before.
constexpr char kPositionsSql[] =
    "insert into queue_positions as q (stream, hi, lo, fence) "
    "select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) "
    "on conflict (stream) do update set before_hi = q.hi, before_lo = q.lo, "
    "hi = case when (excluded.hi, excluded.lo) > (q.hi, q.lo) then excluded.hi else q.hi end, "
    "lo = case when (excluded.hi, excluded.lo) > (q.hi, q.lo) then excluded.lo else q.lo end, "
    "fence = excluded.fence where q.fence <= excluded.fence "
    "returning stream, before_hi, before_lo";
constexpr char kGuardSql[] =
    "insert into event_ids (project, id, occurred_at) "
    "select * from unnest($1::text[], $2::uuid[], $3::timestamptz[]) "
    "on conflict do nothing returning id, project";
constexpr std::string_view kUniqueViolation = "23505";
constexpr char kEachSql[] =
    "select ord, stored, state, message from griot_store_each($1::uuid[], $2::bytea[], "
    "$3::bytea[], "
    "$4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::boolean[], $9::uuid[], $10::bigint[], "
    "$11::bigint[], $12::bytea[], $13::bytea[])";
constexpr char kApplyEachSql[] =
    "select ord, reply, state, message from "
    "griot_apply_each($5::text::regproc, $1::text[], $2::text[], $3::uuid[], $4::jsonb[])";

int64_t Signed(uint64_t v) {
  return static_cast<int64_t>(
      std::min<uint64_t>(v, static_cast<uint64_t>(std::numeric_limits<int64_t>::max())));
}

}  // namespace

BatchWriter::BatchWriter(const StoreCatalogue& catalogue, std::string stage, int32_t shard,
                         Warn warn)
    : catalogue_(catalogue), stage_(std::move(stage)), warn_(std::move(warn)), facts_(catalogue) {
  PutBig32(shard_, static_cast<uint32_t>(shard));
}

PgError BatchWriter::Prepare(Connection& connection, Deadline deadline) {
  connection.SendPrepare("forgetting", Forgotten::kAnySql);
  connection.SendPrepare("forgotten", Forgotten::kWhichSql);
  connection.SendPrepare("positions", kPositionsSql);
  connection.SendPrepare("guard", kGuardSql);
  connection.SendPrepare("dead_letters", DeadLetters::kSql);
  connection.SendPrepare("ledger", Tally::kRowsSql);
  connection.SendPrepare("ledger_reasons", Tally::kReasonsSql);
  for (const FactKind& fact : catalogue_.facts) {
    connection.SendPrepare(fact.statement.c_str(), fact.sql.c_str());
  }
  std::vector<Result> results;
  return connection.Run(deadline, &results);
}

PgError BatchWriter::Write(griot::Write& write, Connection& connection, Deadline deadline) {
  plan_.Build(write.batch());
  each_ = false;
  alone_.clear();
  for (int again = 0;;) {
    PgError error = Attempt(connection, deadline);
    if (error.ok()) {
      if (guarded_ > 0) --guarded_;
      Publish(write);
      return {};
    }
    connection.Rollback(deadline);
    if (!connection.open() || Clock::now() >= deadline) return error;
    if (error.fault == Fault::kAgain && ++again <= 3) continue;
    if (step_ == Step::kIds && error.sqlstate == kUniqueViolation) {
      guarded_ = kGuardedBatches;
      continue;
    }
    // A mistake in a plugin's function is as much a refusal of the fact as its data.
    const bool refused = error.fault == Fault::kData || error.sqlstate.starts_with("42");
    if (step_ == Step::kFact && refused && alone_.insert(failed_kind_).second) {
      WarnOfFacts(error);
      continue;
    }
    if (error.fault == Fault::kData && (step_ == Step::kIds || step_ == Step::kRows) && !each_) {
      each_ = true;
      partitions_.Forget();  // "no partition" may mean that one was dropped
      continue;
    }
    return error;
  }
}

PgError BatchWriter::Attempt(Connection& connection, Deadline deadline) {
  std::fill(plan_.fresh.begin(), plan_.fresh.end(), uint8_t{0});
  refused_.assign(plan_.batch().count, 0);
  refusals_.clear();
  replies_.clear();
  letters_.Clear();
  raw_letters_.Clear();
  tally_.Clear();
  forgotten_.Clear(plan_.batch());
  step_ = Step::kBegin;
  PgError error = partitions_.Ensure(connection, plan_.months(), deadline);
  if (!error.ok()) return error;
  GRIOT_CRASH_POINT("writer.before_insert");
  error = Begin(connection, deadline);
  if (error.ok()) error = StoreIds(connection, deadline);
  if (error.ok()) error = StoreRows(connection, deadline);
  if (error.ok()) error = StoreRawLetters(connection, deadline);
  if (!error.ok()) return error;
  GRIOT_CRASH_POINT("writer.after_insert");
  facts_.Build(plan_, &letters_);
  for (const FactPlan::Group& group : facts_.groups()) {
    if (!alone_.contains(group.kind)) continue;
    error = ApplyAlone(connection, group, deadline);
    if (!error.ok()) return error;
  }
  CountOutcomes();
  GRIOT_CRASH_POINT("writer.before_commit");
  error = Finish(connection, deadline);
  if (!error.ok()) return error;
  GRIOT_CRASH_POINT("writer.after_commit");
  return {};
}

PgError BatchWriter::Begin(Connection& connection, Deadline deadline) {
  connection.Send("begin");
  connection.SendPrepared("forgetting", Params());
  const bool positions = !plan_.streams().empty();
  if (positions) {
    streams_.Clear();
    his_.Clear();
    los_.Clear();
    fences_.Clear();
    for (const StreamEnd& end : plan_.streams()) {
      streams_.Bytes(end.stream);
      his_.Int8(Signed(end.hi));
      los_.Int8(Signed(end.lo));
      fences_.Int8(Signed(end.fence));
    }
    connection.SendPrepared("positions", Params().Add(streams_).Add(his_).Add(los_).Add(fences_));
  }
  const bool guard = guarded_ > 0 && !each_ && !forgetting_ && !plan_.firsts().empty();
  if (guard) connection.SendPrepared("guard", rows_.Guard(plan_));
  std::vector<Result> results;
  size_t failed = 0;
  PgError error = connection.Run(deadline, &results, &failed);
  if (!error.ok()) {
    if (failed == (positions ? 3u : 2u)) step_ = Step::kRows;
    return error;
  }
  forgetting_ = results[1].boolean(0, 0);
  if (guard && forgetting_) return {Fault::kAgain, {}, "somebody was forgotten just now"};
  counted_.assign(plan_.batch().origin_count, 0);
  if (positions) error = ReadPositions(results[2]);
  if (!error.ok()) return error;
  if (guard) ReadGuard(results.back());
  return forgetting_ ? DropForgotten(connection, deadline) : error;
}

// Then what the guard has to say comes after it.
PgError BatchWriter::DropForgotten(Connection& connection, Deadline deadline) {
  connection.SendPrepared("forgotten", forgotten_.Ask(plan_.batch()));
  std::vector<Result> results;
  PgError error = connection.Run(deadline, &results);
  if (!error.ok()) return error;
  forgotten_.Read(results[0]);
  if (forgotten_.any()) plan_.Drop([this](uint32_t i) { return forgotten_.Event(i); });
  if (guarded_ == 0 || each_ || plan_.firsts().empty()) return {};
  connection.SendPrepared("guard", rows_.Guard(plan_));
  error = connection.Run(deadline, &results);
  if (!error.ok()) {
    step_ = Step::kRows;
    return error;
  }
  ReadGuard(results.back());
  return {};
}

PgError BatchWriter::ReadPositions(const Result& result) {
  if (static_cast<size_t>(result.rows()) != plan_.streams().size()) {
    return {Fault::kFenced, {}, "lost partition: a newer owner of the stream has written already"};
  }
  for (int row = 0; row < result.rows(); ++row) {
    if (result.null(row, 1)) continue;  // never heard of before
    const auto before = std::pair(result.int8(row, 1), result.int8(row, 2));
    for (uint32_t i = 0; i < plan_.batch().origin_count; ++i) {
      const griot_origin& origin = *plan_.batch().origins[i];
      if (View(origin.stream) != result.text(row, 0)) continue;
      counted_[i] =
          std::pair(Signed(origin.position_hi), Signed(origin.position_lo)) <= before ? 1 : 0;
    }
  }
  return {};
}

// What is returned comes in the order of what was sent.
void BatchWriter::ReadGuard(const Result& result) {
  const auto& firsts = plan_.firsts();
  if (static_cast<size_t>(result.rows()) == firsts.size()) {
    for (const uint32_t i : firsts) plan_.fresh[i] = 1;
    return;
  }
  guarded_ = kGuardedBatches;  // where one is, others are
  for (int row = 0; row < result.rows(); ++row) {
    griot_uuid id;
    std::memcpy(id.bytes, result.text(row, 0).data(), sizeof id.bytes);
    const int64_t first = plan_.Find(id, result.text(row, 1));
    if (first >= 0) plan_.fresh[static_cast<size_t>(first)] = 1;
  }
}

// Fails at a duplicate; else all are new.
PgError BatchWriter::StoreIds(Connection& connection, Deadline deadline) {
  if (guarded_ > 0 || each_ || plan_.firsts().empty()) return {};
  step_ = Step::kIds;
  PgError error = connection.CopyIn(EventRows::kCopyIdsSql, rows_.CopyIds(plan_), deadline);
  if (!error.ok()) return error;
  for (const uint32_t i : plan_.firsts()) plan_.fresh[i] = 1;
  return {};
}

PgError BatchWriter::StoreRows(Connection& connection, Deadline deadline) {
  step_ = Step::kRows;
  if (each_) return StoreEach(connection, deadline);
  const std::string_view rows = rows_.Copy(plan_);
  return rows.empty() ? PgError{} : connection.CopyIn(EventRows::kCopySql, rows, deadline);
}

PgError BatchWriter::StoreEach(Connection& connection, Deadline deadline) {
  if (plan_.offered().empty()) return {};
  Result result;
  PgError error = connection.Exec(kEachSql, rows_.Each(plan_), deadline, &result);
  if (!error.ok()) return error;
  for (int row = 0; row < result.rows(); ++row) {
    const uint32_t event = plan_.offered()[static_cast<size_t>(result.int4(row, 0)) - 1];
    plan_.fresh[event] = result.boolean(row, 1) ? 1 : 0;
    if (result.null(row, 2)) continue;
    const std::string state(result.text(row, 2));
    refusals_.push_back({ReasonOf(state), state + ": " + std::string(result.text(row, 3))});
    refused_[event] = static_cast<uint32_t>(refusals_.size());
  }
  return {};
}

PgError BatchWriter::StoreRawLetters(Connection& connection, Deadline deadline) {
  step_ = Step::kFinish;
  for (uint32_t i = 0; i < plan_.batch().settled_count; ++i) {
    const griot_settled_event& s = *plan_.batch().settled[i];
    if (RawLetters::Is(s) && !IsCounted(*s.event) && !forgotten_.Settled(i)) raw_letters_.Add(s);
  }
  return raw_letters_.Store(connection, deadline);
}

void BatchWriter::WarnOfFacts(const PgError& error) {
  if (!warned_.insert(failed_kind_).second) return;
  warn_("a batch's facts of kind '" + catalogue_.facts[failed_kind_].kind +
        "' were refused, and are applied key by key: " + error.sqlstate + ": " + error.message);
}

PgError BatchWriter::ApplyAlone(Connection& connection, const FactPlan::Group& group,
                                Deadline deadline) {
  step_ = Step::kFinish;
  const FactKind& kind = facts_.kind(group);
  Result result;
  PgError error = connection.Exec(
      kApplyEachSql, facts_.Arguments(plan_, group).Add(std::string_view(kind.function)), deadline,
      &result);
  if (!error.ok()) return error;
  ReadReplies(group, result);
  for (int row = 0; row < result.rows(); ++row) {
    if (result.null(row, 2)) continue;
    const uint32_t fact = group.facts[static_cast<size_t>(result.int4(row, 0)) - 1];
    letters_.AddFact(*plan_.batch().facts[fact], stage_, "fact_failed",
                     std::string(result.text(row, 2)) + ": " + std::string(result.text(row, 3)));
  }
  return {};
}

void BatchWriter::ReadReplies(const FactPlan::Group& group, const Result& result) {
  for (int row = 0; row < result.rows(); ++row) {
    const auto ord = static_cast<size_t>(result.int4(row, 0));
    if (ord == 0 || ord > group.facts.size() || result.null(row, 1)) continue;
    replies_.emplace_back(group.facts[ord - 1], result.text(row, 1));
  }
}

PgError BatchWriter::Finish(Connection& connection, Deadline deadline) {
  std::vector<const FactPlan::Group*> sent;
  for (const FactPlan::Group& group : facts_.groups()) {
    if (alone_.contains(group.kind)) continue;
    connection.SendPrepared(facts_.kind(group).statement.c_str(), facts_.Arguments(plan_, group));
    sent.push_back(&group);
  }
  if (!letters_.empty()) connection.SendPrepared("dead_letters", letters_.Rows());
  if (!tally_.empty()) connection.SendPrepared("ledger", tally_.Rows(shard_));
  if (tally_.has_reasons()) connection.SendPrepared("ledger_reasons", tally_.Reasons(shard_));
  connection.Send("commit");
  step_ = Step::kFinish;
  std::vector<Result> results;
  size_t failed = 0;
  PgError error = connection.Run(deadline, &results, &failed);
  if (!error.ok()) {
    if (failed < sent.size()) {
      step_ = Step::kFact;
      failed_kind_ = sent[failed]->kind;
    }
    return error;
  }
  if (results.back().command() != "COMMIT") {
    return {Fault::kLost, {}, "the transaction was rolled back at its end"};
  }
  for (size_t i = 0; i < sent.size(); ++i) {
    ReadReplies(*sent[i], results[i]);
    warned_.erase(sent[i]->kind);
  }
  return {};
}

}  // namespace griot::postgres
