#include "plugins/dashboard/reports/table.h"

#include <charconv>
#include <cmath>

namespace griot::dashboard {

Kind KindOf(Oid type) {
  switch (type) {
    case 20:
    case 21:
    case 23:
      return Kind::kInt;
    case 700:
    case 701:
    case 1700:
      return Kind::kNumber;
    case 16:
      return Kind::kBool;
    case 1184:
      return Kind::kTime;
    case 114:
    case 3802:
      return Kind::kJson;
    default:
      return Kind::kText;
  }
}

Table TableOf(const Result& result) {
  Table table;
  for (int c = 0; c < result.columns(); ++c) {
    table.columns.push_back({result.name(c), KindOf(result.type(c))});
  }
  table.rows.reserve(static_cast<size_t>(result.rows()));
  for (int r = 0; r < result.rows(); ++r) {
    auto& row = table.rows.emplace_back();
    for (int c = 0; c < result.columns(); ++c) {
      if (result.null(r, c)) {
        row.emplace_back();
      } else {
        row.emplace_back(std::string(result.text(r, c)));
      }
    }
  }
  return table;
}

std::string IsoOf(std::string_view postgres) {
  std::string text(postgres);
  if (text.size() < 19) return text;
  text[10] = 'T';
  if (text.ends_with("+00")) text.replace(text.size() - 3, 3, "Z");
  return text;
}

void WriteValue(json::Writer<std::string>& w, Kind kind, const Table::Cell& cell) {
  if (!cell) {
    w.Null();
    return;
  }
  switch (kind) {
    case Kind::kBool:
      w.Bool(*cell == "t");
      return;
    case Kind::kInt:
    case Kind::kJson:
      w.Raw(*cell);
      return;
    case Kind::kNumber:
      // What JSON has no number for: NaN, Infinity.
      if (cell->find_first_of("Ny") != std::string::npos) {
        w.Null();
      } else {
        w.Raw(*cell);
      }
      return;
    case Kind::kTime:
      w.String(IsoOf(*cell));
      return;
    case Kind::kText:
      w.String(*cell);
  }
}

void WriteRow(json::Writer<std::string>& w, const Table& table,
              const std::vector<Table::Cell>& row) {
  w.BeginObject();
  for (size_t c = 0; c < table.columns.size(); ++c) {
    w.Key(table.columns[c].name);
    WriteValue(w, table.columns[c].kind, row[c]);
  }
  w.EndObject();
}

void AppendCsvField(std::string* out, Kind kind, const Table::Cell& cell) {
  if (!cell) return;
  if (kind == Kind::kBool) {
    *out += *cell == "t" ? "true" : "false";
    return;
  }
  if (kind == Kind::kInt || kind == Kind::kNumber) {
    *out += *cell;
    return;
  }
  std::string text = kind == Kind::kTime ? IsoOf(*cell) : *cell;
  const char first = text.empty() ? ' ' : text[0];
  const bool number =
      text.size() > 1 && text.find_first_not_of("0123456789", 1) == std::string::npos;
  // A phone's plus is no formula.
  const bool runs = first == '=' || first == '@' || first == '\t' || first == '\r' ||
                    ((first == '+' || first == '-') && !number);
  if (runs) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    *out += text;
    return;
  }
  *out += '"';
  for (const char c : text) {
    if (c == '"') *out += '"';
    *out += c;
  }
  *out += '"';
}

std::string CsvOf(const Table& table) {
  std::string out;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    if (c > 0) out += ',';
    AppendCsvField(&out, Kind::kText, table.columns[c].name);
  }
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (size_t c = 0; c < row.size(); ++c) {
      if (c > 0) out += ',';
      AppendCsvField(&out, table.columns[c].kind, row[c]);
    }
    out += "\r\n";
  }
  return out;
}

Table::Cell CellOf(double x) {
  if (!std::isfinite(x)) return std::nullopt;
  char text[40];
  const auto end = std::to_chars(text, text + sizeof(text), x);
  return std::string(text, end.ptr);
}

Table::Cell RateOf(int64_t part, int64_t whole) {
  if (whole == 0) return std::nullopt;
  return CellOf(static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace griot::dashboard
