#pragma once

#include <memory>
#include <string>

#include "batch_writer.h"
#include "griot/plugin.hpp"
#include "ledger_reader.h"
#include "link.h"
#include "options.h"
#include "settings_feed.h"
#include "upkeep.h"

namespace griot::postgres {

// The sink: one instance a lane, each with its own connection. Lane 0 also migrates at the start,
// keeps partitions ahead of time, publishes the settings and does the plugins' upkeep. Threads as
// griot::Sink has them; ReadLedger may be called from any.
class PostgresWriter final : public Sink {
 public:
  explicit PostgresWriter(const StageConfig& config);

  Status Start() override;
  void Stop() override;
  Status WriteBatch(Write& write) override;

  static constexpr uint32_t kTickMs = 500;
  void Tick(griot_time now) override;

  static constexpr uint32_t kLedgerSide = GRIOT_LEDGER_OUTCOMES;
  Status ReadLedger(const LedgerTake& take) override;

  Status Lookup(const char* sql_function, std::span<const griot_str> keys,
                const Context::LookupRow& take) override;

  static const griot_commands* Commands();

  uint64_t round_trips() const { return round_trips_; }

 private:
  PgError Ready(Connection& connection, Deadline deadline);
  PgError MigrateOnce(Deadline deadline);
  Status Retry(const PgError& error);

  const Context context_;
  const Options options_;
  const uint32_t lane_;
  StoreCatalogue catalogue_;
  std::unique_ptr<BatchWriter> writer_;
  std::unique_ptr<Upkeep> upkeep_;
  std::unique_ptr<Link> link_;
  LedgerReader ledger_;
  SettingsFeed settings_;
  std::chrono::milliseconds patience_;
  Clock::time_point doubtful_until_{};  // a write has met what only a write meets
  bool migrated_;
  uint64_t round_trips_ = 0;  // of the last write
  Metric seconds_;
  Metric retries_;
  std::string stage_;
  std::string instance_;
};

}  // namespace griot::postgres
