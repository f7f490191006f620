#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "array_param.h"
#include "fault.h"
#include "result.h"

namespace griot::postgres {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

// One connection to Postgres in libpq's pipeline mode, never blocking beyond the deadline of a
// call. Statements are queued (Send…) and go out and come back together in Run: one round trip.
// After kLost it is closed. One thread at a time.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // `url`: libpq keywords or URI. `stop` is asked while it waits; true gives up.
  PgError Open(const std::string& url, Deadline deadline, const std::function<bool()>& stop);
  void Close();
  bool open() const { return conn_ != nullptr; }

  // Queue one statement. What they borrow is copied at once.
  void Send(const char* sql);
  void Send(const char* sql, const Params& params);
  void SendPrepared(const char* name, const Params& params);
  void SendPrepare(const char* name, const char* sql);

  // Sends what is queued and waits for all answers: one result a statement, in order. The error is
  // the first one's; those after it were not run. `failed` is set to its index.
  PgError Run(Deadline deadline, std::vector<Result>* results, size_t* failed = nullptr);
  // One statement in a round trip of its own.
  PgError Exec(const char* sql, Deadline deadline, Result* result = nullptr);
  PgError Exec(const char* sql, const Params& params, Deadline deadline, Result* result = nullptr);
  // Many statements in one text, outside any pipeline: migrations.
  PgError ExecScript(const char* sql, Deadline deadline);

  // COPY … FROM STDIN: two round trips.
  PgError CopyIn(const char* sql, std::string_view data, Deadline deadline);

  // Ends a transaction that failed. Closes the connection where that does not work.
  void Rollback(Deadline deadline);
  bool in_transaction() const;

  uint64_t round_trips() const { return round_trips_; }
  int backend_pid() const { return PQbackendPID(conn_.get()); }

 private:
  struct Finish {
    void operator()(PGconn* c) const { PQfinish(c); }
  };
  enum class Wait { kReady, kTimeout, kBroken };
  Wait WaitSocket(bool writable, Deadline deadline);
  PgError Flush(Deadline deadline);
  PgError Next(Deadline deadline, PGresult** result);  // null at the end of a statement
  PgError Drain(Deadline deadline, PgError first);
  PgError Lost(const char* what);
  PgError Handshake(Deadline deadline, const std::function<bool()>& stop);
  void Check(int sent);

  std::unique_ptr<PGconn, Finish> conn_;
  size_t queued_ = 0;
  bool send_failed_ = false;
  uint64_t round_trips_ = 0;
};

PgError ErrorOf(const Result& result);

}  // namespace griot::postgres
