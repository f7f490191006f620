#pragma once

#include <functional>
#include <string>

#include "backoff.h"
#include "connection.h"
#include "griot/cpp/host.hpp"

namespace griot::postgres {

// A lane's connection as the writer role, with what surrounds it: opening it when it may be tried,
// the wait after a failure, and what health says. One thread at a time; `context` must outlive it.
class Link {
 public:
  using Before = std::function<PgError()>;
  using Ready = std::function<PgError(Connection&, Deadline)>;

  // `before` is called each time before a connection is opened, `ready` on the new connection
  // before it is used.
  Link(const Context& context, std::string url, std::string role, uint64_t seed, Before before,
       Ready ready);

  // The connection, opened now where that may be tried; else null, and why() tells.
  Connection* Get(Deadline deadline);
  // What came of using it. A fault that the next try may not meet closes the breaker for a while.
  void Report(const PgError& error);
  const std::string& why() const { return why_; }
  void Close() { connection_.Close(); }

 private:
  PgError Open(Deadline deadline);
  PgError CheckServer(const Result& settings);
  void Health(int state, std::string text);

  const Context& context_;
  const std::string url_;
  const std::string role_;
  const Before before_;
  const Ready ready_;
  Connection connection_;
  Backoff backoff_;
  std::string why_;
  std::string weakness_;  // what makes the server's promises weaker than ours
  int state_ = -1;
  std::string text_;
};

// Makes a connection act as `role`, with settings that the rest relies on; `settings` receives
// fsync and full_page_writes. Also for commands.
PgError ActAs(Connection& connection, const std::string& role, Deadline deadline,
              Result* settings = nullptr);

}  // namespace griot::postgres
