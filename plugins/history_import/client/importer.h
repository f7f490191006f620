#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "griot/command.hpp"
#include "plugins/history_import/client/journal.h"
#include "plugins/history_import/client/pace.h"
#include "plugins/history_import/client/row.h"
#include "plugins/history_import/client/sender.h"
#include "plugins/history_import/client/state_file.h"

namespace griot::history_import {

// Brings one history to a door: reads, sends over several connections, remembers how far it is once
// a second, says so, and reports at the end. Where griot runs on the same data folder it also waits
// while much is in flight, so that live events do not wait behind the past. One thread; lives for
// one run.
class Importer {
 public:
  // All must outlive it.
  Importer(const CommandLine& command, RowSource& source, StateFile& file,
           const HttpAddress& address, const std::string& key);

  // The exit code. `state`: of an earlier run that did not come to its end.
  int Run(std::optional<ImportState> state);

 private:
  using Clock = std::chrono::steady_clock;

  void Pump();
  void Offer(const Row& row, uint64_t segment);
  // What is due by the clock: the state, a line of progress, the pace.
  void Tend();
  bool Save();
  void SayProgress();
  void KeepPace();
  void WaitUntilStored();
  bool Report() const;
  std::optional<LedgerLine> OwnLine(const std::vector<LedgerLine>& lines) const;

  const CommandLine& command_;
  RowSource& source_;
  StateFile& file_;
  Journal journal_;
  SenderBoard board_;
  std::vector<std::unique_ptr<Sender>> senders_;
  ImportState state_;
  std::vector<LedgerLine> ledger_at_start_;
  std::optional<LedgerLine> outcome_;  // what the ledger counted since the import began
  Pace pace_;
  bool local_ = false;  // griot runs on this data folder
  double seconds_before_ = 0, done_before_ = 0;
  uint64_t rows_before_ = 0;
  Clock::time_point began_, saved_, said_, paced_;
};

}  // namespace griot::history_import
