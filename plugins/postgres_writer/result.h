#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string_view>

namespace griot::postgres {

// What one statement answered. Owns it; the views live as long as this object.
class Result {
 public:
  Result() = default;
  explicit Result(PGresult* result) : result_(result) {}

  ExecStatusType status() const { return PQresultStatus(result_.get()); }
  bool ok() const {
    return status() == PGRES_COMMAND_OK || status() == PGRES_TUPLES_OK || status() == PGRES_COPY_IN;
  }
  std::string_view sqlstate() const {
    const char* state = PQresultErrorField(result_.get(), PG_DIAG_SQLSTATE);
    return state == nullptr ? std::string_view() : state;
  }
  std::string_view command() const { return PQcmdStatus(result_.get()); }

  int rows() const { return PQntuples(result_.get()); }
  bool null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::string_view text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<size_t>(PQgetlength(result_.get(), row, column))};
  }
  // Of a binary result.
  int32_t int4(int row, int column) const {
    return static_cast<int32_t>(BigEndian(row, column, 4));
  }
  int64_t int8(int row, int column) const {
    return static_cast<int64_t>(BigEndian(row, column, 8));
  }
  bool boolean(int row, int column) const { return BigEndian(row, column, 1) != 0; }

  const PGresult* raw() const { return result_.get(); }

 private:
  uint64_t BigEndian(int row, int column, size_t size) const {
    const std::string_view bytes = text(row, column);
    uint64_t value = 0;
    for (size_t i = 0; i < size && i < bytes.size(); ++i) {
      value = value << 8 | static_cast<uint8_t>(bytes[i]);
    }
    return value;
  }
  struct Free {
    void operator()(PGresult* r) const { PQclear(r); }
  };
  std::unique_ptr<PGresult, Free> result_;
};

}  // namespace griot::postgres
