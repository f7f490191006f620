// What jsonb refuses. The verdicts on numbers were taken from Postgres 15 itself.

#include <gtest/gtest.h>

#include <string>

#include "griot/json/document.hpp"

namespace griot::json {
namespace {

bool JsonbOk(const std::string& text) {
  Document document;
  const Status status = document.Parse(text);
  EXPECT_TRUE(status.ok()) << status.message();
  return document.root().jsonb_ok();
}

TEST(Jsonb, NumbersAsPostgres15Has) {
  const std::string digits(131072, '9');
  const std::string many_zeros(16383, '0');
  const std::string accepted[] = {"1e131071",
                                  "9.99e131071",
                                  "10e131070",
                                  "0.1e131072",
                                  "0.0001e131075",
                                  "1E+131071",
                                  "-1e131071",
                                  "1e-16383",
                                  "0e-16383",
                                  "1.0e-16382",
                                  "12345e-16383",
                                  "0e131072",
                                  "0e1073741822",
                                  "-0",
                                  "-0.0e5",
                                  "1e000000000000000000000000000005",
                                  "0.0000e16",
                                  digits,
                                  digits + ".5",
                                  "0." + many_zeros,
                                  "0." + many_zeros + "0e1",
                                  "-" + digits,
                                  "1." + many_zeros + "e131071"};
  for (const std::string& text : accepted) EXPECT_TRUE(JsonbOk(text)) << text.substr(0, 60);
  const std::string refused[] = {"1e131072",
                                 "10e131071",
                                 "0.1e131073",
                                 "0.0001e131076",
                                 "1e-16384",
                                 "0e-16384",
                                 "0e1073741823",
                                 "0e99999999999999999999",
                                 "0e-1073741823",
                                 "1.0e-16383",
                                 "-1e131072",
                                 digits + "0",
                                 "0." + many_zeros + "0",
                                 digits + "e1",
                                 "1e-99999999999999999999999"};
  for (const std::string& text : refused) EXPECT_FALSE(JsonbOk(text)) << text.substr(0, 60);
}

TEST(Jsonb, EscapesThatItRefuses) {
  for (const char* text : {R"("\u0000")", R"("a\u0000b")", R"({"\u0000":1})", R"("\ud800")",
                           R"("\udc00")", R"("\ud83d\ud83d\ude00")", R"("\ud83d\u0041")",
                           R"("\ud83dx")", R"("\ude00\ud83d")", R"({"\uD800":1})"}) {
    EXPECT_FALSE(JsonbOk(text)) << text;
  }
  for (const char* text : {R"("\u0001")", R"("\\u0000")", R"("\ud83d\ude00")", R"("\uD83D\uDE00")",
                           R"("\uffff")", R"("\ue000")", R"("\ud7ff")"}) {
    EXPECT_TRUE(JsonbOk(text)) << text;
  }
}

TEST(Jsonb, TheEventsNeighboursAreKept) {
  Document document;
  const std::string text =
      R"([{"a":1},{"a":"\u0000"},{"a":[1e999999]},{"b":{"c":[{"d":"\ud800"}]}},{"a":2}])";
  ASSERT_TRUE(document.Parse(text).ok());
  const Value root = document.root();
  EXPECT_EQ(root.flags(), kHasNul | kBadNumber | kLoneSurrogate);
  const std::uint16_t flags[] = {0, kHasNul, kBadNumber, kLoneSurrogate, 0};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(root.At(i).flags(), flags[i]) << i;
}

struct Bad {
  std::string_view text;
  std::string_view path;
  std::string_view reason;
};

TEST(Jsonb, FirstBadNamesThePlace) {
  const Bad table[] = {
      {R"({"properties":{"items":[1,2,3,{"price":1e999999}]}})", "properties.items[3].price",
       "number out of range"},
      {R"({"a":"\u0000","b":"\ud800"})", "a", "\\u0000 is not allowed"},
      {R"({"ok":[1,2],"b":["x",["\ud800"]]})", "b[1][0]", "half of a surrogate pair"},
      {R"([[],[1e-20000]])", "[1][0]", "number out of range"},
      {R"({"a":{"k\u0000ey":1}})", "a.k?ey", "\\u0000 is not allowed"},
      {R"({"n\n\u00e9":1e999999})", "n?é", "number out of range"},
      {R"(1e999999)", "", "number out of range"},
      // What was written before counts too, although the last of the same name wins: jsonb reads
      // all.
      {R"({"a":1e999999,"a":1})", "a", "number out of range"},
  };
  for (const Bad& row : table) {
    Document document;
    ASSERT_TRUE(document.Parse(row.text).ok());
    std::string path;
    std::string_view reason;
    EXPECT_TRUE(document.root().FirstBad(&path, &reason)) << row.text;
    EXPECT_EQ(path, row.path) << row.text;
    EXPECT_EQ(reason, row.reason) << row.text;
  }
}

TEST(Jsonb, FirstBadGoesOnFromTheNameItIsGiven) {
  Document document;
  ASSERT_TRUE(document.Parse(R"({"a":[1e999999],"b":1})").ok());
  std::string path = "context";
  std::string_view reason;
  EXPECT_TRUE(document.root().FirstBad(&path, &reason));
  EXPECT_EQ(path, "context.a[0]");
  EXPECT_FALSE(document.root().Find("b").FirstBad(&path, &reason));
  EXPECT_EQ(path, "context.a[0]");
}

TEST(Jsonb, FirstBadCutsLongNamesAtACharacter) {
  Document document;
  std::string name;
  for (int i = 0; i < 1000; ++i) name += "€";
  const std::string text = "{\"" + name + "\":1e999999}";
  ASSERT_TRUE(document.Parse(text).ok());
  std::string path;
  std::string_view reason;
  ASSERT_TRUE(document.root().FirstBad(&path, &reason));
  EXPECT_EQ(path, name.substr(0, 63) + "…");
}

TEST(Jsonb, BoundOfThePrintedSize) {
  Document document;
  const auto bound = [&](std::string_view text) {
    EXPECT_TRUE(document.Parse(text).ok());
    return document.root().JsonbTextBound();
  };
  EXPECT_GE(bound("[1e131071,1e131071]"), 2 * 131072u);
  EXPECT_LT(bound("[1e131071,1e131071]"), 2 * 131072u + 100);
  EXPECT_GE(bound("{\"a\":{\"b\":1e-16383}}"), 16385u);
  EXPECT_LE(bound("{\"a\":[1,2,3.5]}"), 30u);
  EXPECT_EQ(Value().JsonbTextBound(), 0u);
}

}  // namespace
}  // namespace griot::json
