#include "plugins/history_import/incumbent/database.h"

#include <limits>
#include <vector>

#include "plugins/history_import/client/row.h"

namespace griot::history_import {
namespace {

constexpr int64_t kPostgresEpoch = 946'684'800'000'000;  // 2000-01-01, in microseconds since 1970

int64_t BigEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return static_cast<int64_t>(value);
}

std::string Trimmed(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

std::optional<int64_t> Rows::int8(int row, int column) const {
  const std::string_view bytes = text(row, column);
  if (null(row, column) || bytes.size() != sizeof(int64_t)) return std::nullopt;
  return BigEndian(bytes);
}

std::optional<int64_t> Rows::time(int row, int column) const {
  const auto value = int8(row, column);
  if (!value) return std::nullopt;
  using Limits = std::numeric_limits<int64_t>;
  if (*value == Limits::max() || *value == Limits::min()) return value;
  return *value + kPostgresEpoch;  // far from either end: Postgres' range is
}

Database::Database(const std::string& url) {
  PQconninfoOption* const parsed = PQconninfoParse(url.c_str(), nullptr);
  PQconninfoFree(parsed);
  // libpq's own message would show the part that it could not read, which may be the password.
  if (parsed == nullptr) throw SourceError("the database's address is no Postgres URI");
  // What a keyword sets here the text may override.
  const char* const keys[] = {"fallback_application_name", "connect_timeout", "dbname", nullptr};
  const char* const values[] = {"griot import", "10", url.c_str(), nullptr};
  conn_.reset(PQconnectdbParams(keys, values, 1));
  if (PQstatus(conn_.get()) != CONNECTION_OK) Fail();
  if (PQsetClientEncoding(conn_.get(), "UTF8") != 0) Fail();
  Ask("set default_transaction_read_only = on");
  Ask("set timezone = 'UTC'");
}

void Database::Fail() const {
  throw SourceError("the incumbent's database: " + Trimmed(PQerrorMessage(conn_.get())));
}

Rows Database::Ask(const char* sql, std::initializer_list<Param> params) {
  Send(sql, params);
  return Receive();
}

void Database::Send(const char* sql, std::initializer_list<Param> params) {
  std::vector<const char*> values;
  for (const Param& param : params) values.push_back(param ? param->c_str() : nullptr);
  constexpr int kBinary = 1;
  if (PQsendQueryParams(conn_.get(), sql, static_cast<int>(values.size()), nullptr, values.data(),
                        nullptr, nullptr, kBinary) != 1) {
    Fail();
  }
}

Rows Database::Receive() {
  PGresult* last = nullptr;
  while (PGresult* const result = PQgetResult(conn_.get())) {
    PQclear(last);
    last = result;
  }
  Rows rows(last);
  const ExecStatusType status = PQresultStatus(last);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) Fail();
  return rows;
}

std::string Database::Name() const {
  return std::string(PQdb(conn_.get())) + " at " + PQhost(conn_.get()) + ":" + PQport(conn_.get());
}

bool HoldsPassword(const std::string& url) {
  bool holds = false;
  PQconninfoOption* const options = PQconninfoParse(url.c_str(), nullptr);
  for (const PQconninfoOption* o = options; o != nullptr && o->keyword != nullptr; ++o) {
    const std::string_view keyword = o->keyword;
    holds = holds || ((keyword == "password" || keyword == "sslpassword") && o->val != nullptr);
  }
  PQconninfoFree(options);
  return holds;
}

}  // namespace griot::history_import
