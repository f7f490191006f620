// Postgres for a plugin's commands and services: a connection, a statement, its rows. Over libpq,
// which whoever includes this links. A sink that must never wait has more to do than this.
#pragma once

#include <libpq-fe.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace griot {
inline namespace sdk_v1 {
namespace pg {

// What Postgres refused, or that it cannot be reached. Never holds a password.
struct Error : std::runtime_error {
  Error(const std::string& text, std::string state)
      : std::runtime_error(text), sqlstate(std::move(state)) {}
  std::string sqlstate;  // empty: no answer
};

// One answer, as text. Owns it; texts live as long.
class Rows {
 public:
  explicit Rows(PGresult* result) : result_(result) {}
  int size() const { return PQntuples(result_.get()); }
  bool null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::string_view text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<size_t>(PQgetlength(result_.get(), row, column))};
  }
  int64_t int8(int row, int column) const {
    return std::strtoll(PQgetvalue(result_.get(), row, column), nullptr, 10);
  }

 private:
  struct Clear {
    void operator()(PGresult* r) const { PQclear(r); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

// A parameter: a text whose type Postgres finds out, or null.
using Param = std::optional<std::string>;

// A connection; throws Error. One thread at a time.
class Database {
 public:
  // `url`: libpq's keywords or URI; what it does not say comes from libpq's variables. `role`: whom
  // to act as; nobody else where it is empty.
  explicit Database(const std::string& url, const std::string& role = {})
      : conn_(PQconnectdb(url.c_str())) {
    if (PQstatus(conn_.get()) != CONNECTION_OK) Fail(nullptr);
    if (role.empty()) return;
    const std::unique_ptr<char, decltype(&PQfreemem)> name(
        PQescapeIdentifier(conn_.get(), role.data(), role.size()), &PQfreemem);
    Run(std::string("set role ") + name.get());
  }

  Rows Run(const std::string& sql, const std::vector<Param>& params = {}) {
    std::vector<const char*> values;
    for (const Param& p : params) values.push_back(p ? p->c_str() : nullptr);
    PGresult* const result = PQexecParams(conn_.get(), sql.c_str(), static_cast<int>(values.size()),
                                          nullptr, values.data(), nullptr, nullptr, 0);
    Rows rows(result);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) Fail(result);
    return rows;
  }

 private:
  struct Finish {
    void operator()(PGconn* c) const { PQfinish(c); }
  };
  [[noreturn]] void Fail(const PGresult* result) const {
    const char* const state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    std::string text = "Postgres says: ";
    text +=
        state ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : PQerrorMessage(conn_.get());
    while (!text.empty() && text.back() == '\n') text.pop_back();
    throw Error(text, state ? state : "");
  }

  std::unique_ptr<PGconn, Finish> conn_;
};

}  // namespace pg
}  // namespace sdk_v1
}  // namespace griot
