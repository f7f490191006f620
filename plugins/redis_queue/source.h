// The source: entries of the queue become submissions, and are acknowledged when they have settled.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "acks.h"
#include "fetch.h"
#include "griot/plugin.hpp"
#include "leases.h"
#include "ledger.h"
#include "link.h"
#include "offer.h"
#include "options.h"
#include "settings_sync.h"
#include "trial.h"
#include "waiter.h"

namespace griot::redis_queue {

// Threads as griot::Source has them for a pull source: Poll and SubmissionSettled on the source's
// thread, Wake on any.
//
// Invariant: within a partition, submissions are in the order of the stream. So what a former owner
// left pending is taken over before anything new is read, a takeover begins only when nothing of
// the partition is in flight here, and whatever may have been delivered unseen (a lost connection,
// a refused submission) starts the takeover again.
class QueueSource final : public Source {
 public:
  static constexpr uint32_t kLedgerSide = GRIOT_LEDGER_ACCEPTED;

  explicit QueueSource(const StageConfig& config);

  Status Start() override { return Status::Ok(); }
  void Drain() override;
  void Stop() override;

  Status Poll(uint32_t timeout_ms) override;
  void Wake() override { waiter_.Wake(); }
  void SubmissionSettled(const griot_settlement& settlement) override;

  // For pipelines whose relay is in another process: the counts are in Redis all the same.
  Status ReadLedger(const LedgerTake& take) override { return ledger_.ReadAll(take); }
  Status RestoreLedger(std::string_view project, std::string_view source,
                       uint64_t settled) override {
    return ledger_.Restore(project, source, settled);
  }

 private:
  struct Partition {
    enum class State {
      kIdle,        // not held, or to be given up
      kWaiting,     // held; the takeover begins when nothing is in flight
      kTakingOver,  // pending entries are being fetched
      kLive,        // new entries are being read
      kBlocked      // holds an entry of a version that this build cannot read
    };
    State state = State::kIdle;
    TakeOver takeover;
    EntryId seen;  // everything up to here has been read, or is pending
    uint32_t in_flight = 0;
    uint64_t newer_version = 0;
    Clock::time_point retry_at{};
  };
  using State = Partition::State;

  // One round of Poll: housekeeping, then at most one submission.
  Status Round(bool* submitted);
  Status KeepHouse();
  Status Fetch();
  Status FetchTakeOvers(Fetched* fetched);
  Status FetchLive(Fetched* fetched);
  void Take(Fetched fetched);
  bool Submit(size_t count);
  Status Try(bool* submitted);
  Status EndTrial();

  // Leases.
  Status Attend();
  Status Claim();
  Status GiveUp();
  void Reset(uint32_t partition);
  void ResetAll();
  void Restart(uint32_t partition);
  std::vector<uint32_t> Held() const;
  void Block(uint32_t partition, uint64_t version);
  void ShowBlocked();
  void ShowTrimmed(uint32_t partition, uint64_t count);

  std::vector<Waiter::Place> Places() const;
  Clock::time_point NextDue(Clock::time_point until) const;

  Context context_;
  Options options_;
  Link link_;
  Waiter waiter_;
  Leases leases_;
  Acks acks_;
  Offer offer_;
  Trial trial_;
  std::optional<EntryKey> on_trial_;  // in flight, alone
  std::optional<EntryKey> tried_;     // settled, and Redis does not know it yet
  SettingsSync settings_;
  Ledger ledger_;
  std::vector<Partition> partitions_;
  std::deque<Entry> fetched_;     // read, and not yet taken by the host
  Clock::time_point next_fetch_;  // not before this
  std::unordered_map<uint64_t, std::vector<EntryKey>> in_flight_;  // by token
  uint64_t last_token_ = 0;
  uint64_t connects_ = 0;  // of link_, when the leases were last known
  uint32_t turn_ = 0;      // whose turn it is to be read first
  bool draining_ = false;
  const uint32_t lane_;
  bool attends_ = false;             // takes part in sharing out the partitions
  Clock::time_point helps_until_{};  // at least
  Lamp redis_lamp_, format_lamp_, loss_lamp_;
  Metric takeovers_, redelivered_, trials_, trimmed_pending_;
};

}  // namespace griot::redis_queue
