// A row of the incumbent's events as the event that its live one would have been.
#include "plugins/history_import/incumbent/event_row.h"

#include <gtest/gtest.h>

#include <map>

#include "griot/json.hpp"

namespace griot::history_import {
namespace {

using Values = std::map<int, std::string>;

std::string PostgresTime(int64_t since_2000) {
  std::string out;
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(static_cast<uint64_t>(since_2000) >> shift));
  }
  return out;
}

// An answer of one row; what is not given is null.
Rows OneRow(Values values) {
  PGresult* const result = PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK);
  std::string name = "c";
  PGresAttDesc attribute{name.data(), 0, 0, 1, 0, -1, -1};
  std::vector<PGresAttDesc> attributes(kEventColumns, attribute);
  PQsetResultAttrs(result, kEventColumns, attributes.data());
  for (int i = 0; i < kEventColumns; ++i) {
    auto value = values.find(i);
    char* const text = value == values.end() ? nullptr : value->second.data();
    PQsetvalue(result, 0, i, text, text == nullptr ? -1 : static_cast<int>(value->second.size()));
  }
  return Rows(result);
}

Row Map(Values more, std::string_view resolution = {}) {
  Values values = {{kTime, PostgresTime(0)},
                   {kMessageId, "7d444840-9dc0-41d1-b245-5ffdce74fad2"},
                   {kEventId, "00000000-9dc0-41d1-b245-5ffdce74fad2"},
                   {kEventName, "e"}};
  for (const auto& [column, value] : more) values[column] = value;
  Row row;
  MapEvent(OneRow(values), 0, resolution, &row);
  json::Document document;
  EXPECT_TRUE(document.Parse(row.line).ok()) << row.line;
  EXPECT_TRUE(document.root().jsonb_ok()) << row.line;
  return row;
}

std::string Get(const Row& row, std::string_view path) {
  return std::string(json::Get(row.line, path).value_or("none"));
}

TEST(EventRow, TheIdIsTheMessages) {
  EXPECT_EQ(Get(Map({}), "messageId"), R"("7d444840-9dc0-41d1-b245-5ffdce74fad2")");
  EXPECT_EQ(Get(Map({{kMessageId, ""}}), "messageId"), R"("00000000-9dc0-41d1-b245-5ffdce74fad2")");
}

TEST(EventRow, TimesAreExact) {
  EXPECT_EQ(Get(Map({{kTime, PostgresTime(-1)}}), "timestamp"), R"("1999-12-31T23:59:59.999999Z")");
  EXPECT_EQ(Get(Map({{kTime, PostgresTime(INT64_MAX)}}), "timestamp"),
            R"("9223372036854775807 us")");
  EXPECT_EQ(Get(Map({{kTime, PostgresTime(INT64_MIN)}}), "timestamp"),
            R"("-9223372036854775808 us")");
  EXPECT_EQ(Get(Map({}), "receivedAt"), "none");
}

TEST(EventRow, WhatIsEmptyIsLeftOut) {
  const Row row = Map({{kPagePath, "/"}, {kPageTitle, ""}, {kUserId, ""}});
  EXPECT_EQ(Get(row, "context"), R"({"page":{"path":"/"}})");
  EXPECT_EQ(Get(row, "userId"), "none");
  EXPECT_EQ(Get(row, "properties"), "none");
  EXPECT_TRUE(row.mended.empty());
}

TEST(EventRow, PropertiesStayAsTheyAre) {
  EXPECT_EQ(Get(Map({{kProperties, R"({"a": 1.50, "b": "\\ud800"})"}}), "properties"),
            R"({"a": 1.50, "b": "\\ud800"})");
  EXPECT_EQ(Get(Map({{kProperties, "null"}}), "properties"), "none");
}

TEST(EventRow, WhatCannotStandIsMended) {
  Row row = Map({{kProperties, R"({"a": "\ud800\u0000"})"}});
  EXPECT_EQ(Get(row, "properties"), R"({"a": "\ufffd\ufffd"})");
  EXPECT_EQ(row.mended.size(), 1u);
  row = Map({{kProperties, R"("Home")"}});
  EXPECT_EQ(Get(row, "properties"), R"({"value":"Home"})");
  EXPECT_EQ(row.mended.size(), 1u);
  row = Map({{kChannelType, "WhatsApp"}, {kExternalId, "254712345678"}});
  EXPECT_EQ(Get(row, "channel"), R"("whatsapp")");
  EXPECT_EQ(Get(row, "userId"), R"("254712345678")");
  EXPECT_EQ(row.mended.size(), 2u);
}

TEST(EventRow, AResolutionTravelsInItsEvent) {
  const std::string id = "7D444840-9dc0-41d1-b245-5ffdce74fad2";
  const Values values = {
      {kEventName, "chat.resolved"},
      {kProperties, R"({"inboxSessionId": ")" + id + R"(", "category": "old"})"}};
  EXPECT_EQ(InboxSession(OneRow(values), 0), "7d444840-9dc0-41d1-b245-5ffdce74fad2");
  const Row row = Map(
      values, R"({"category": "new", "notes": null, "csatScore": 4, "formData": {"a": "\u00e4"}})");
  EXPECT_EQ(Get(row, "properties"),
            R"({"inboxSessionId": ")" + id +
                R"(", "category": "old","formData":{"a": "\u00e4"},"csatScore":4})");
  EXPECT_STREQ(row.also, "resolutions in their chat.resolved");
  EXPECT_EQ(InboxSession(OneRow({{kEventName, "e"}, {kProperties, values.at(kProperties)}}), 0),
            "");
  EXPECT_EQ(
      InboxSession(
          OneRow({{kEventName, "chat.resolved"}, {kProperties, R"({"inboxSessionId": "x'"})"}}), 0),
      "");
}

TEST(EventRow, ConnectionsWithPasswordsAreKnown) {
  EXPECT_TRUE(HoldsPassword("postgresql://u:p@h/d"));
  EXPECT_TRUE(HoldsPassword("host=h password=p"));
  EXPECT_FALSE(HoldsPassword("postgresql://u@h/d"));
  EXPECT_FALSE(HoldsPassword("host=h"));
}

}  // namespace
}  // namespace griot::history_import
