#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/board.h"
#include "client/ledger.h"
#include "client/progress.h"
#include "client/project.h"
#include "client/sender.h"
#include "griot/command.hpp"

namespace griot::demo {

// Tells a history to griot's doors and waits until it is stored, where it can see that: where griot
// runs on the same data folder. One thread; lives for one run.
class Telling {
 public:
  // All must outlive it.
  Telling(const griot_command_call* call, const CommandLine& line, const History& history,
          const Doors& doors, Project& project, std::string project_id);

  // Empty, or why it came to no good end.
  std::string Run(bool shuffle);
  // What became of it, for people.
  std::string Summary() const;

 private:
  using Clock = std::chrono::steady_clock;

  std::string WaitForKey();
  std::string TryNumber(std::vector<Happening>* deliveries);
  void Split(std::vector<Happening> deliveries);
  void Watch();
  void KeepPace();
  std::string WaitUntilStored();

  const griot_command_call* const call_;
  const CommandLine& line_;
  const History& history_;
  const Doors& doors_;
  Project& project_;
  const std::string id_;
  Board board_;
  std::vector<std::unique_ptr<Sender>> senders_;
  std::unique_ptr<Progress> progress_;
  std::optional<LedgerSums> before_, after_;
  uint64_t told_before_ = 0;
  double sent_seconds_ = 0, stored_seconds_ = 0;
};

}  // namespace griot::demo
