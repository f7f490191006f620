#include "connection.h"

#include <poll.h>

#include <algorithm>

namespace griot::postgres {
namespace {

using std::chrono::milliseconds;

int MillisUntil(Deadline deadline, int most) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<int64_t>(left, 0, most));
}

std::string OneLine(std::string_view text) {
  std::string line(text);
  while (!line.empty() && (line.back() == '\n' || line.back() == ' ')) line.pop_back();
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

}  // namespace

PgError ErrorOf(const Result& result) {
  if (result.ok()) return {};
  const char* primary = PQresultErrorField(result.raw(), PG_DIAG_MESSAGE_PRIMARY);
  const char* detail = PQresultErrorField(result.raw(), PG_DIAG_MESSAGE_DETAIL);
  std::string text = primary != nullptr ? primary : OneLine(PQresultErrorMessage(result.raw()));
  if (detail != nullptr) text.append(" (").append(OneLine(detail)).append(")");
  return {Classify(result.sqlstate()), std::string(result.sqlstate()), std::move(text)};
}

PgError Connection::Open(const std::string& url, Deadline deadline,
                         const std::function<bool()>& stop) {
  Close();
  // What stands before dbname is a default that the URL may override. A server that has vanished
  // is noticed by the kernel within seconds also where no answer is awaited.
  const char* keywords[] = {
      "keepalives_idle", "keepalives_interval", "keepalives_count",          "tcp_user_timeout",
      "dbname",          "client_encoding",     "fallback_application_name", nullptr};
  const char* values[] = {"10", "5", "3", "10000", url.c_str(), "UTF8", "griot", nullptr};
  conn_.reset(PQconnectStartParams(keywords, values, 1));
  if (conn_ == nullptr) return {Fault::kLost, {}, "out of memory"};
  PgError error = Handshake(deadline, stop);
  if (!error.ok()) {
    conn_.reset();
    return error;
  }
  PQsetNoticeProcessor(
      conn_.get(), [](void*, const char*) {}, nullptr);
  PQsetnonblocking(conn_.get(), 1);
  PQenterPipelineMode(conn_.get());
  return {};
}

PgError Connection::Handshake(Deadline deadline, const std::function<bool()>& stop) {
  if (PQstatus(conn_.get()) == CONNECTION_BAD) {
    return {Fault::kLost, {}, OneLine(PQerrorMessage(conn_.get()))};
  }
  PostgresPollingStatusType state = PGRES_POLLING_WRITING;
  while (state != PGRES_POLLING_OK) {
    if (state == PGRES_POLLING_FAILED) {
      return {Fault::kLost, {}, OneLine(PQerrorMessage(conn_.get()))};
    }
    pollfd fd{PQsocket(conn_.get()),
              static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    if (poll(&fd, 1, MillisUntil(deadline, 100)) > 0) {
      state = PQconnectPoll(conn_.get());
      continue;
    }
    if (stop && stop()) return {Fault::kLost, {}, "given up: shutting down"};
    if (Clock::now() >= deadline) return {Fault::kLost, {}, "no connection within the time limit"};
  }
  return {};
}

void Connection::Close() {
  conn_.reset();
  queued_ = 0;
  send_failed_ = false;
}

PgError Connection::Lost(const char* what) {
  std::string text = what;
  if (conn_ != nullptr) {
    const std::string said = OneLine(PQerrorMessage(conn_.get()));
    if (!said.empty()) text += ": " + said;
  }
  Close();
  return {Fault::kLost, {}, std::move(text)};
}

Connection::Wait Connection::WaitSocket(bool writable, Deadline deadline) {
  pollfd fd{PQsocket(conn_.get()), static_cast<short>(POLLIN | (writable ? POLLOUT : 0)), 0};
  for (;;) {
    const int ready = poll(&fd, 1, MillisUntil(deadline, 1000));
    if (ready > 0) return Wait::kReady;
    if (ready < 0 && errno != EINTR) return Wait::kBroken;
    if (Clock::now() >= deadline) return Wait::kTimeout;
  }
}

void Connection::Check(int sent) {
  if (sent == 0) send_failed_ = true;
  ++queued_;
}

void Connection::Send(const char* sql) { Send(sql, Params()); }

void Connection::Send(const char* sql, const Params& p) {
  if (!open()) return;
  Check(PQsendQueryParams(conn_.get(), sql, p.count(), nullptr, p.values(), p.lengths(),
                          p.formats(), 1));
}

void Connection::SendPrepared(const char* name, const Params& p) {
  if (!open()) return;
  Check(PQsendQueryPrepared(conn_.get(), name, p.count(), p.values(), p.lengths(), p.formats(), 1));
}

void Connection::SendPrepare(const char* name, const char* sql) {
  if (!open()) return;
  Check(PQsendPrepare(conn_.get(), name, sql, 0, nullptr));
}

PgError Connection::Flush(Deadline deadline) {
  for (;;) {
    const int left = PQflush(conn_.get());
    if (left == 0) return {};
    if (left < 0) return Lost("the connection broke while sending");
    const Wait wait = WaitSocket(true, deadline);
    if (wait == Wait::kTimeout) return Lost("no answer within the time limit");
    // Reading along keeps the server from blocking on its own answers (libpq, "Pipeline Mode").
    if (wait == Wait::kBroken || PQconsumeInput(conn_.get()) == 0) {
      return Lost("the connection broke");
    }
  }
}

PgError Connection::Next(Deadline deadline, PGresult** result) {
  while (PQisBusy(conn_.get()) != 0) {
    const Wait wait = WaitSocket(false, deadline);
    if (wait == Wait::kTimeout) return Lost("no answer within the time limit");
    if (wait == Wait::kBroken || PQconsumeInput(conn_.get()) == 0) {
      return Lost("the connection broke");
    }
  }
  *result = PQgetResult(conn_.get());
  return {};
}

PgError Connection::Run(Deadline deadline, std::vector<Result>* results, size_t* failed) {
  results->clear();
  if (!open()) return {Fault::kLost, {}, "not connected"};
  const size_t expected = queued_;
  queued_ = 0;
  if (send_failed_ || PQpipelineSync(conn_.get()) == 0) return Lost("cannot send");
  ++round_trips_;
  PgError error = Flush(deadline);
  if (!error.ok()) return error;
  PgError first;
  for (;;) {
    PGresult* raw = nullptr;
    error = Next(deadline, &raw);
    if (!error.ok()) return error;
    if (raw == nullptr) continue;  // between two statements
    Result result(raw);
    if (result.status() == PGRES_PIPELINE_SYNC) break;
    if (result.status() == PGRES_PIPELINE_ABORTED) continue;
    if (!result.ok() && first.ok()) {
      first = ErrorOf(result);
      if (failed != nullptr) *failed = results->size();
      // A dying server says why, then closes: nothing more will come in order.
      if (first.fault == Fault::kLost) {
        Close();
        return first;
      }
    }
    results->push_back(std::move(result));
  }
  if (first.ok() && results->size() != expected) return Lost("answers are missing");
  return first;
}

PgError Connection::Exec(const char* sql, Deadline deadline, Result* result) {
  return Exec(sql, Params(), deadline, result);
}

PgError Connection::Exec(const char* sql, const Params& params, Deadline deadline, Result* result) {
  Send(sql, params);
  std::vector<Result> results;
  PgError error = Run(deadline, &results);
  if (error.ok() && result != nullptr) *result = std::move(results.front());
  return error;
}

PgError Connection::Drain(Deadline deadline, PgError first) {
  for (;;) {
    PGresult* raw = nullptr;
    PgError error = Next(deadline, &raw);
    if (!error.ok()) return first.ok() ? error : first;
    if (raw == nullptr) break;
    const Result result(raw);
    if (first.ok()) first = ErrorOf(result);
  }
  if (first.fault == Fault::kLost) {
    Close();
    return first;
  }
  PQenterPipelineMode(conn_.get());
  return first;
}

PgError Connection::ExecScript(const char* sql, Deadline deadline) {
  if (!open()) return {Fault::kLost, {}, "not connected"};
  PQexitPipelineMode(conn_.get());
  ++round_trips_;
  if (PQsendQuery(conn_.get(), sql) == 0) return Lost("cannot send");
  PgError error = Flush(deadline);
  return error.ok() ? Drain(deadline, {}) : error;
}

PgError Connection::CopyIn(const char* sql, std::string_view data, Deadline deadline) {
  if (!open()) return {Fault::kLost, {}, "not connected"};
  PQexitPipelineMode(conn_.get());
  round_trips_ += 2;
  if (PQsendQuery(conn_.get(), sql) == 0) return Lost("cannot send");
  PgError error = Flush(deadline);
  if (!error.ok()) return error;
  PGresult* raw = nullptr;
  error = Next(deadline, &raw);
  if (!error.ok()) return error;
  const Result started(raw);
  if (started.status() != PGRES_COPY_IN) return Drain(deadline, ErrorOf(started));
  // In pieces, so that a refusal half way does not meet megabytes in a buffer.
  constexpr size_t kPiece = 256 * 1024;
  while (!data.empty()) {
    const size_t size = std::min(kPiece, data.size());
    if (PQputCopyData(conn_.get(), data.data(), static_cast<int>(size)) != 1) {
      return Lost("the connection broke while copying");
    }
    error = Flush(deadline);
    if (!error.ok()) return error;
    data.remove_prefix(size);
  }
  if (PQputCopyEnd(conn_.get(), nullptr) != 1) return Lost("the connection broke while copying");
  error = Flush(deadline);
  return error.ok() ? Drain(deadline, {}) : error;
}

bool Connection::in_transaction() const {
  return open() && PQtransactionStatus(conn_.get()) != PQTRANS_IDLE;
}

void Connection::Rollback(Deadline deadline) {
  if (!in_transaction()) return;
  if (!Exec("rollback", deadline).ok()) Close();
}

}  // namespace griot::postgres
