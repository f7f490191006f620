#include "plugins/dashboard/reports/table.h"

#include <gtest/gtest.h>

namespace griot::dashboard {
namespace {

std::string Field(const std::string& text) {
  std::string out;
  AppendCsvField(&out, Kind::kText, text);
  return out;
}

TEST(Csv, WhatASpreadsheetWouldRunIsDisarmed) {
  EXPECT_EQ(Field("=1+1"), "'=1+1");
  EXPECT_EQ(Field("@cmd"), "'@cmd");
  EXPECT_EQ(Field("+cmd|' /C calc'!A0"), "'+cmd|' /C calc'!A0");
  EXPECT_EQ(Field("+254700000001"), "+254700000001");
  EXPECT_EQ(Field("-5"), "-5");
}

TEST(Csv, QuotesWhereItMust) {
  EXPECT_EQ(Field("a,b"), "\"a,b\"");
  EXPECT_EQ(Field("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(Field("a\r\nb"), "\"a\r\nb\"");
  EXPECT_EQ(CsvOf({{{"a", Kind::kInt}, {"b", Kind::kText}}, {{"1", std::nullopt}}}),
            "a,b\r\n1,\r\n");
}

TEST(Table, TimesAndNumbers) {
  EXPECT_EQ(IsoOf("2026-10-01 00:00:00.5+00"), "2026-10-01T00:00:00.5Z");
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginArray();
  WriteValue(w, Kind::kNumber, Table::Cell("NaN"));
  WriteValue(w, Kind::kNumber, Table::Cell("1.5"));
  WriteValue(w, Kind::kText, Table::Cell("a\"b"));
  w.EndArray();
  EXPECT_EQ(text, R"([null,1.5,"a\"b"])");
}

}  // namespace
}  // namespace griot::dashboard
