#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/json.hpp"
#include "plugins/dashboard/db/db.h"

namespace griot::dashboard {

enum class Kind { kInt, kNumber, kBool, kText, kTime, kJson };

struct Column {
  std::string name;
  Kind kind;
};

// Rows that a report's part consists of, as texts; what JSON or CSV they become their kinds say.
// Plain data.
struct Table {
  using Cell = std::optional<std::string>;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

Kind KindOf(Oid type);
Table TableOf(const Result& result);

// {"a":1,…} of a row.
void WriteRow(json::Writer<std::string>& w, const Table& table,
              const std::vector<Table::Cell>& row);
void WriteValue(json::Writer<std::string>& w, Kind kind, const Table::Cell& cell);
// RFC 4180, with a line of names. Texts that a spreadsheet would run are disarmed.
std::string CsvOf(const Table& table);
void AppendCsvField(std::string* out, Kind kind, const Table::Cell& cell);

// "2026-10-01 00:00:00+00" of Postgres, in UTC, as "2026-10-01T00:00:00Z".
std::string IsoOf(std::string_view postgres);

inline Table::Cell CellOf(int64_t n) { return std::to_string(n); }
Table::Cell CellOf(double x);
// Nothing is of no whole.
Table::Cell RateOf(int64_t part, int64_t whole);

}  // namespace griot::dashboard
