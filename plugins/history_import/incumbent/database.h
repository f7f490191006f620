#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "griot/postgres.hpp"

namespace griot::history_import {

// One answer of Postgres, in binary form: texts as they are, empty for null.
class Rows : public pg::Rows {
 public:
  using pg::Rows::Rows;
  // Of a timestamptz: microseconds since 1970; the ends of int64 for the infinities.
  std::optional<int64_t> time(int row, int column) const;
  std::optional<int64_t> int8(int row, int column) const;
};

using pg::Param;

// A connection that only reads. Throws SourceError, without any secret in it. One thread.
class Database {
 public:
  // libpq's keywords or URI; what it does not say comes from libpq's variables and password file.
  explicit Database(const std::string& url);

  Rows Ask(const char* sql, std::initializer_list<Param> params = {});
  // The same in two steps, so that Postgres works while its last answer is read.
  void Send(const char* sql, std::initializer_list<Param> params);
  Rows Receive();

  // "analytics at db.example:5432".
  std::string Name() const;

 private:
  struct Finish {
    void operator()(PGconn* c) const { PQfinish(c); }
  };
  [[noreturn]] void Fail() const;

  std::unique_ptr<PGconn, Finish> conn_;
};

// Whether the text, a URI or keywords, holds a password: then it must not stand on a command line.
bool HoldsPassword(const std::string& url);

}  // namespace griot::history_import
