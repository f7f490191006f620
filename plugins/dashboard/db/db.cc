#include "plugins/dashboard/db/db.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <utility>

namespace griot::dashboard {
namespace {

// Whoever asks has no use for the rows once it is gone; JIT only costs on short statements.
constexpr char kSession[] =
    "select set_config('search_path', 'public, pg_temp', false), "
    "set_config('statement_timeout', $1, false), "
    "set_config('default_transaction_read_only', $2, false), "
    "set_config('idle_in_transaction_session_timeout', '60s', false), "
    "set_config('client_connection_check_interval', '1s', false), "
    "set_config('jit', 'off', false), set_config('TimeZone', 'UTC', false), "
    "set_config('DateStyle', 'ISO, YMD', false), set_config('work_mem', '64MB', false), "
    "set_config('max_parallel_workers_per_gather', '0', false)";

}  // namespace

int64_t Result::int8(int row, int column) const {
  return std::strtoll(PQgetvalue(result_.get(), row, column), nullptr, 10);
}

int64_t Result::big_endian(int row, int column) const {
  const std::string_view bytes = text(row, column);
  uint64_t value = !bytes.empty() && (bytes[0] & 0x80) != 0 ? ~uint64_t{0} : 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return static_cast<int64_t>(value);
}

Db::Db(std::string url, std::string role, std::chrono::milliseconds statement_timeout,
       bool read_only)
    : url_(std::move(url)),
      role_(std::move(role)),
      statement_timeout_(statement_timeout),
      read_only_(read_only) {}

PGconn* Db::Open() {
  if (abandoned_) throw pg::Error("nobody waits for the answer", "57014");
  if (conn_ && PQstatus(conn_.get()) == CONNECTION_OK) return conn_.get();
  const char* const keys[] = {"dbname", "connect_timeout", "application_name", nullptr};
  const char* const values[] = {url_.c_str(), "5", "griot dashboard", nullptr};
  {
    std::unique_ptr<PGconn, Finish> made(PQconnectdbParams(keys, values, 1));
    const std::lock_guard lock(mutex_);
    conn_ = std::move(made);
  }
  if (PQstatus(conn_.get()) != CONNECTION_OK) Throw(nullptr);
  Run("set role " + role_);  // one of ours, never a client's word
  Run(kSession, {std::to_string(statement_timeout_.count()) + "ms", read_only_ ? "on" : "off"});
  return conn_.get();
}

void Db::Send(PGconn* conn, const std::string& sql, const std::vector<pg::Param>& params,
              Format format) {
  std::vector<const char*> values;
  for (const pg::Param& p : params) values.push_back(p ? p->c_str() : nullptr);
  if (PQsendQueryParams(conn, sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(),
                        nullptr, nullptr, static_cast<int>(format)) != 1) {
    Throw(nullptr);
  }
}

Result Db::Run(const std::string& sql, const std::vector<pg::Param>& params, Format format) {
  PGconn* const conn = Open();
  Send(conn, sql, params, format);
  Result first(PQgetResult(conn));
  while (PGresult* more = PQgetResult(conn)) PQclear(more);
  const ExecStatusType status = PQresultStatus(first.raw());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) Throw(first.raw());
  return first;
}

void Db::Stream(const std::string& sql, const std::vector<pg::Param>& params,
                const std::function<bool(const Result&)>& take) {
  PGconn* const conn = Open();
  Send(conn, sql, params, Format::kText);
  PQsetSingleRowMode(conn);
  bool wanted = true;
  std::unique_ptr<PGresult, decltype(&PQclear)> failed(nullptr, &PQclear);
  while (PGresult* raw = PQgetResult(conn)) {
    const ExecStatusType status = PQresultStatus(raw);
    if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK) {
      failed.reset(raw);
      continue;
    }
    const Result row(raw);
    if (wanted && status == PGRES_SINGLE_TUPLE && !take(row)) {
      wanted = false;
      Cancel();
    }
  }
  if (failed && wanted) Throw(failed.get());
}

void Db::Throw(const PGresult* result) {
  const char* const state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  std::string text = "Postgres says: ";
  text += state ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : PQerrorMessage(conn_.get());
  while (!text.empty() && text.back() == '\n') text.pop_back();
  const std::string sqlstate = state ? state : "";
  if (PQstatus(conn_.get()) != CONNECTION_OK) Close();
  throw pg::Error(text, sqlstate);
}

void Db::Cancel() {
  const std::lock_guard lock(mutex_);
  if (!conn_) return;
  const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(PQgetCancel(conn_.get()),
                                                                  &PQfreeCancel);
  char why[256];
  if (cancel) PQcancel(cancel.get(), why, sizeof(why));
}

void Db::Abandon() {
  abandoned_ = true;
  Cancel();
}

void Db::Close() {
  abandoned_ = false;
  const std::lock_guard lock(mutex_);
  conn_.reset();
}

std::string ByteaText(std::string_view bytes) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text = "\\x";
  text.reserve(2 + bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

std::vector<int64_t> NumbersOf(std::string_view text) {
  std::vector<int64_t> numbers;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    std::from_chars(word.data(), word.data() + word.size(), numbers.emplace_back());
  }
  return numbers;
}

std::string TextArray(const std::vector<std::string>& texts) {
  std::string out = "{";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ',';
    out += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + '}';
}

}  // namespace griot::dashboard
