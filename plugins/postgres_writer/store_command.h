#pragma once

#include <string>

#include "connection.h"
#include "griot/command.hpp"

namespace griot::postgres {

// One run of a command that works on the store: its words, and the store. Control thread; lives for
// the call.
class StoreCommand : public CommandLine {
 public:
  using CommandLine::CommandLine;
  using CommandLine::Fail;
  int Fail(const PgError& error) const { return Fail(kFailed, Explain(error)); }

  // Connects to GRIOT_PG and acts as `role`.
  bool Connect(const std::string& role, int* exit_code);
  Connection& connection() { return connection_; }
  static Deadline Soon() { return Clock::now() + std::chrono::seconds(30); }

 private:
  Connection connection_;
};

inline constexpr char kNoDatabase[] = "GRIOT_PG is not set: it names the database";

}  // namespace griot::postgres
