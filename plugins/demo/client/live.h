#pragma once

#include <chrono>
#include <csignal>
#include <memory>
#include <optional>
#include <string>

#include "client/board.h"
#include "client/door_client.h"
#include "client/held.h"
#include "client/project.h"
#include "griot/command.hpp"
#include "history/history.h"

namespace griot::demo {

// Goes on with the history that a project holds: tells what has happened since, then each thing as
// it happens, until a signal ends it or the project is gone. Waits where griot or Postgres is away.
// One thread, which takes SIGTERM, SIGINT and SIGHUP while it lives.
class Live {
 public:
  // `doors` lack the key. All must outlive it.
  Live(const CommandLine& line, const std::string& pg, std::string id, Doors doors);
  ~Live();

  int Run();

 private:
  using Clock = std::chrono::steady_clock;

  // Each until something has to begin anew (nullopt), or the exit code.
  std::optional<int> GoOn();
  std::optional<int> Tell(Held& held, const Wish& wish);
  void WaitForKey();
  // What is due, some of it. False: not now, as `trouble_` says.
  bool TellDue(Held& held, const History& history, size_t* next);
  std::string Send(const History& history, std::vector<Happening> part);
  void Say(const std::string& trouble);
  // False: the end was asked for.
  bool Wait(std::chrono::milliseconds time);

  const CommandLine& line_;
  const std::string pg_, id_;
  Doors doors_;
  sigset_t signals_{}, before_{};
  bool stopped_ = false;
  std::string said_;
};

}  // namespace griot::demo
