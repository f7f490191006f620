// The sink: a batch becomes entries of the queue, in one atomic and durable step.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "depth.h"
#include "griot/plugin.hpp"
#include "heard.h"
#include "ledger.h"
#include "link.h"
#include "options.h"
#include "packer.h"
#include "settings_sync.h"

namespace griot::redis_queue {

// Threads as griot::Sink has them; the ledger's calls come from any thread, one at a time, and use
// a connection of their own.
class QueueSink final : public Sink {
 public:
  static constexpr uint32_t kTickMs = 500;
  static constexpr uint32_t kLedgerSide = GRIOT_LEDGER_ACCEPTED;

  explicit QueueSink(const StageConfig& config);

  Status Start() override;
  Status WriteBatch(Write& write) override;
  void Tick(griot_time now) override;
  Status ReadLedger(const LedgerTake& take) override { return ledger_.ReadAll(take); }
  Status RestoreLedger(std::string_view project, std::string_view source,
                       uint64_t settled) override {
    return ledger_.Restore(project, source, settled);
  }

 private:
  Status Prepare(Link& link);
  Status Enqueue(const griot_batch& batch);
  Status LookAfter();
  // One transaction: its commands, its replies.
  size_t AppendCommands();
  Status ReadReplies(size_t commands);
  Status ReadExec(ReplyView replies);

  Context context_;
  Options options_;
  Link link_;
  Packer packer_;
  Depth depth_;
  SettingsSync settings_;
  HeardSync heard_;
  Ledger ledger_;
  Lamp redis_lamp_;
  Clock::time_point next_check_{};
  Metric enqueued_, entries_, commits_, commit_seconds_;
};

}  // namespace griot::redis_queue
