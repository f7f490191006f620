#include "sink.h"

#include <algorithm>

#include "griot/session_key.hpp"
#include "griot/time.hpp"
#include "migrator.h"

namespace griot::postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Writers of other processes and lanes use other rows of the ledger, as a rule.
constexpr uint64_t kShards = 64;
constexpr milliseconds kLongestPatience{30000};
constexpr seconds kDoubt{5};

}  // namespace

PostgresWriter::PostgresWriter(const StageConfig& config)
    : context_(config.context),
      options_(ReadOptions(config.options)),
      lane_(config.lane),
      ledger_(options_.url),
      patience_(options_.timeout),
      migrated_(!options_.migrate || config.lane != 0),
      seconds_(context_.Histogram("postgres_write_seconds", "Time of one write to Postgres")),
      retries_(context_.Counter("postgres_retries_total", "Writes that Postgres could not take")),
      stage_(config.stage),
      instance_(config.instance_id) {}

Status PostgresWriter::Start() {
  catalogue_ = ReadCatalogue();
  for (const std::string& problem : catalogue_.problems) context_.Error(problem);
  const uint64_t place = Fnv1a(instance_) + lane_;
  writer_ = std::make_unique<BatchWriter>(catalogue_, stage_, static_cast<int32_t>(place % kShards),
                                          [this](const std::string& text) { context_.Warn(text); });
  upkeep_ = std::make_unique<Upkeep>(catalogue_.upkeep);
  link_ = std::make_unique<Link>(
      context_, options_.url, options_.role, place * 0x9E3779B97F4A7C15u,
      [this] { return MigrateOnce(Clock::now() + seconds(10)); },
      [this](Connection& c, Deadline deadline) { return Ready(c, deadline); });
  // A first migration may take its time; an unreachable server is a matter of health.
  const PgError error = MigrateOnce(Clock::now() + seconds(300));
  if (error.ok()) {
    Tick(Now());
  } else {
    link_->Report(error);
  }
  return Status::Ok();
}

void PostgresWriter::Stop() {
  if (link_ != nullptr) link_->Close();
}

PgError PostgresWriter::MigrateOnce(Deadline deadline) {
  if (migrated_) return {};
  MigrationReport report;
  PgError error = MigrateAt(options_.url, catalogue_.migrations, false, deadline, &report);
  for (const std::string& label : report.applied) context_.Info("applied migration " + label);
  for (const std::string& label : report.differences) {
    context_.Warn("migration " + label + " was edited after it had been applied");
  }
  migrated_ = error.ok();
  return error;
}

PgError PostgresWriter::Ready(Connection& connection, Deadline deadline) {
  writer_->partitions().Forget();
  return writer_->Prepare(connection, deadline);
}

Status PostgresWriter::Retry(const PgError& error) {
  retries_.Add();
  if (error.fault == Fault::kFenced) return {GRIOT_GONE, error.message};
  return Status::Retry(Explain(error));
}

Status PostgresWriter::WriteBatch(Write& write) {
  const auto started = Clock::now();
  const Deadline deadline = started + patience_;
  for (bool again = false;; again = true) {
    Connection* connection = link_->Get(deadline);
    if (connection == nullptr) return Status::Retry(link_->why());
    const uint64_t before = connection->round_trips();
    const PgError error = writer_->Write(write, *connection, deadline);
    round_trips_ = connection->round_trips() - before;
    const bool late = Clock::now() >= deadline;
    // The connection may have died while nobody used it; the guard makes a second try harmless.
    if (error.fault == Fault::kLost && !again && !late) continue;
    link_->Report(error);
    if (error.ok()) {
      patience_ = options_.timeout;
      seconds_.Observe(std::chrono::duration<double>(Clock::now() - started).count());
      return Status::Ok();
    }
    // A full disk still lets the tick read, which must not paint over what the write has met.
    if (error.fault == Fault::kWait) doubtful_until_ = Clock::now() + kDoubt;
    // A server that is only slow must be given more time, or it would never get through.
    if (late) patience_ = std::min(patience_ * 2, kLongestPatience);
    return Retry(error);
  }
}

void PostgresWriter::Tick(griot_time now) {
  const Deadline deadline = Clock::now() + milliseconds(1000);
  Connection* connection = link_->Get(Clock::now() + milliseconds(500));
  if (connection == nullptr) return;
  PgError error;
  if (lane_ == 0) {
    error = writer_->partitions().EnsureAhead(*connection, now, deadline);
    if (error.ok()) error = settings_.Poll(*connection, context_, deadline);
    if (error.ok()) error = upkeep_->Run(*connection, context_);
  }
  if (!error.ok() || Clock::now() >= doubtful_until_) link_->Report(error);
}

Status PostgresWriter::ReadLedger(const LedgerTake& take) {
  const PgError error = ledger_.Read(take);
  return error.ok() ? Status::Ok() : Status::Retry(Explain(error));
}

Status PostgresWriter::Lookup(const char* sql_function, std::span<const griot_str> keys,
                              const Context::LookupRow& take) {
  if (!IsSqlName(sql_function)) return Status::Invalid("no plain SQL function's name");
  const Deadline deadline = Clock::now() + seconds(5);
  Connection* connection = link_->Get(deadline);
  if (connection == nullptr) return Status::Retry(link_->why());
  ArrayParam array(kText);
  for (const griot_str& key : keys) array.Bytes(View(key));
  const std::string sql = std::string("select ord, reply from ") + sql_function + "($1::text[])";
  connection->Send("begin read only");
  connection->Send(sql.c_str(), Params().Add(array));
  connection->Send("commit");
  std::vector<Result> results;
  const PgError error = connection->Run(deadline, &results);
  if (!error.ok()) {
    connection->Rollback(deadline);
    link_->Report(error);
    return error.fault == Fault::kData ? Status::Invalid(Explain(error)) : Retry(error);
  }
  for (int row = 0; row < results[1].rows(); ++row) {
    const auto ord = static_cast<size_t>(results[1].int4(row, 0));
    if (ord == 0 || ord > keys.size() || results[1].null(row, 1)) continue;
    take(static_cast<uint32_t>(ord - 1), results[1].text(row, 1));
  }
  return Status::Ok();
}

}  // namespace griot::postgres
