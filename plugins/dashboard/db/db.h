#pragma once

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "griot/postgres.hpp"

namespace griot::dashboard {

// One answer of Postgres. Owns it; texts live as long.
class Result {
 public:
  explicit Result(PGresult* result) : result_(result) {}
  int rows() const { return PQntuples(result_.get()); }
  int columns() const { return PQnfields(result_.get()); }
  const char* name(int column) const { return PQfname(result_.get(), column); }
  Oid type(int column) const { return PQftype(result_.get(), column); }
  bool null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  // As text, or as bytes where these were asked for.
  std::string_view text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<size_t>(PQgetlength(result_.get(), row, column))};
  }
  int64_t int8(int row, int column) const;        // of a text
  int64_t big_endian(int row, int column) const;  // of 2, 4 or 8 bytes
  const PGresult* raw() const { return result_.get(); }

 private:
  struct Clear {
    void operator()(PGresult* r) const { PQclear(r); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

enum class Format { kText = 0, kBytes = 1 };

// A connection that acts as one role, opened when it is first used and again after it was lost.
// Throws pg::Error. One thread at a time, but for Cancel.
class Db {
 public:
  Db(std::string url, std::string role, std::chrono::milliseconds statement_timeout,
     bool read_only);
  Db(const Db&) = delete;
  Db& operator=(const Db&) = delete;

  Result Run(const std::string& sql, const std::vector<pg::Param>& params = {},
             Format format = Format::kText);
  // Row by row, in bounded memory; `take` gives false to hear no more.
  void Stream(const std::string& sql, const std::vector<pg::Param>& params,
              const std::function<bool(const Result&)>& take);

  // Ends what runs now, from any thread; it then throws with sqlstate 57014.
  void Cancel();
  // The same, and of all that follows until Close.
  void Abandon();
  void Close();

 private:
  struct Finish {
    void operator()(PGconn* c) const { PQfinish(c); }
  };
  PGconn* Open();
  void Throw(const PGresult* result);
  void Send(PGconn* conn, const std::string& sql, const std::vector<pg::Param>& params,
            Format format);

  const std::string url_, role_;
  const std::chrono::milliseconds statement_timeout_;
  const bool read_only_;
  std::atomic<bool> abandoned_{false};
  std::mutex mutex_;  // guards conn_ against Cancel
  std::unique_ptr<PGconn, Finish> conn_;
};

// A bytea literal for a text parameter.
std::string ByteaText(std::string_view bytes);
// "{1,2}" of numbers, for an array parameter.
template <class Numbers>
std::string ArrayText(const Numbers& numbers) {
  std::string text = "{";
  for (const auto& n : numbers) {
    if (text.size() > 1) text += ',';
    text += std::to_string(n);
  }
  return text + '}';
}
// "1 2" as numbers.
std::vector<int64_t> NumbersOf(std::string_view text);
// A text[] parameter.
std::string TextArray(const std::vector<std::string>& texts);

}  // namespace griot::dashboard
