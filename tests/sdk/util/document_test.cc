// The grammar: what is accepted, and what is refused with which message.

#include "griot/json/document.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace griot::json {
namespace {

// Parses a copy without a byte of slack behind it, so that a sanitizer sees any read beyond.
Status ParseExact(std::string_view text, const Limits& limits = {}) {
  const auto copy = std::make_unique<char[]>(text.size());
  text.copy(copy.get(), text.size());
  Document document;
  const Status status = document.Parse({copy.get(), text.size()}, limits);
  EXPECT_EQ(status.ok(), document.root().exists());
  return status;
}

TEST(Document, AcceptsEveryFormOfTheGrammar) {
  for (const std::string_view text : {"{}",
                                      "[]",
                                      "0",
                                      "-0",
                                      "1",
                                      "-1",
                                      "10",
                                      "1.5",
                                      "1e5",
                                      "1E5",
                                      "1e+5",
                                      "1e-5",
                                      "0.0",
                                      "-0.0e-0",
                                      "0e1",
                                      "123456789012345678901234567890",
                                      "1e999999999999",
                                      "true",
                                      "false",
                                      "null",
                                      "\"\"",
                                      "\"a\"",
                                      " \t\r\n1 \t\r\n",
                                      "[1,2]",
                                      "[ 1 , 2 ]",
                                      "[[]]",
                                      "[{}]",
                                      "{\"a\":1}",
                                      "{ \"a\" : 1 , \"b\" : [ ] }",
                                      "{\"\":0}",
                                      "{\"a\":1,\"a\":2}",
                                      "[[[[[]]]],[]]",
                                      "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"",
                                      "\"\\u00e9\\uD83D\\uDE00\"",
                                      "\"\\ud800\"",
                                      "\"\\udc00\"",
                                      "\"\\ud800\\ud800\\udc00\"",
                                      "\"\\ud800\\u0041\"",
                                      "\"\\ud800x\"",
                                      "\"\\u0000\"",
                                      "\"\x7f\"",
                                      "\"\xc2\x80\"",
                                      "\"\xdf\xbf\"",
                                      "\"\xe0\xa0\x80\"",
                                      "\"\xed\x9f\xbf\"",
                                      "\"\xee\x80\x80\"",
                                      "\"\xef\xbf\xbf\"",
                                      "\"\xf0\x90\x80\x80\"",
                                      "\"\xf4\x8f\xbf\xbf\"",
                                      "\"\xe2\x80\xa8\"",
                                      "\"0123456789abcdef\"",
                                      "\"0123456789abcdef0123456789abcdef\\n\"",
                                      "[null,true,false]",
                                      "[1]\n"}) {
    const Status status = ParseExact(text);
    EXPECT_TRUE(status.ok()) << text << ": " << status.message();
  }
}

struct Refused {
  std::string_view text;
  std::string_view message;
};

using std::literals::string_view_literals::operator""sv;

TEST(Document, RefusesWithWhatAndWhere) {
  const Refused table[] = {
      {"", "empty text at byte 0"},
      {" \n", "empty text at byte 2"},
      {"\xEF\xBB\xBF{}", "byte order mark at byte 0"},
      {"\xFE\xFF", "expected a value at byte 0"},
      {"nul", "expected a value at byte 0"},
      {"nulL", "expected a value at byte 0"},
      {"True", "expected a value at byte 0"},
      {"NaN", "expected a value at byte 0"},
      {"Infinity", "expected a value at byte 0"},
      {"-Infinity", "bad number at byte 1"},
      {"-", "unexpected end of text at byte 1"},
      {"+1", "expected a value at byte 0"},
      {".5", "expected a value at byte 0"},
      {"1.", "unexpected end of text at byte 2"},
      {"1.e5", "bad number at byte 2"},
      {"1e", "unexpected end of text at byte 2"},
      {"1e+", "unexpected end of text at byte 3"},
      {"1ex", "bad number at byte 2"},
      {"01", "text after the value at byte 1"},
      {"-01", "text after the value at byte 2"},
      {"0x10", "text after the value at byte 1"},
      {"1 2", "text after the value at byte 2"},
      {"truex", "text after the value at byte 4"},
      {"{}}", "text after the value at byte 2"},
      {"[1,]", "expected a value at byte 3"},
      {"[,1]", "expected a value at byte 1"},
      {"[1,,2]", "expected a value at byte 3"},
      {"[1 2]", "expected ',' or ']' at byte 3"},
      {"[1}", "expected ',' or ']' at byte 2"},
      {"{\"a\":1]", "expected ',' or '}' at byte 6"},
      {"{\"a\":1,}", "expected a name in quotes at byte 7"},
      {"{,}", "expected a name in quotes at byte 1"},
      {"{1:2}", "expected a name in quotes at byte 1"},
      {"{a:2}", "expected a name in quotes at byte 1"},
      {"{'a':2}", "expected a name in quotes at byte 1"},
      {"{\"a\"}", "expected ':' at byte 4"},
      {"{\"a\" 1}", "expected ':' at byte 5"},
      {"{\"a\":}", "expected a value at byte 5"},
      {"{\"a\"::1}", "expected a value at byte 5"},
      {"{", "unexpected end of text at byte 1"},
      {"[", "unexpected end of text at byte 1"},
      {"[1", "unexpected end of text at byte 2"},
      {"[1,", "unexpected end of text at byte 3"},
      {"{\"a\"", "unexpected end of text at byte 4"},
      {"{\"a\":", "unexpected end of text at byte 5"},
      {"]", "expected a value at byte 0"},
      {"[1] // x", "text after the value at byte 4"},
      {"/**/1", "expected a value at byte 0"},
      {"\"abc", "unterminated string at byte 4"},
      {"\"abc\\\"", "unterminated string at byte 6"},
      {"\"\\", "bad escape at byte 1"},
      {"\"\\x41\"", "bad escape at byte 1"},
      {"\"\\u12g4\"", "bad escape at byte 1"},
      {"\"\\u123", "bad escape at byte 1"},
      {"\"\\U0041\"", "bad escape at byte 1"},
      {"\"\\ud800\\u12\"", "bad escape at byte 7"},
      {"\"a\nb\"", "control character in a string at byte 2"},
      {"\"\x1f\"", "control character in a string at byte 1"},
      {"\"a\0b\""sv, "control character in a string at byte 2"},
      {"1\0"sv, "text after the value at byte 1"},
      {"[1\v]", "expected ',' or ']' at byte 2"},
      {"[1\f]", "expected ',' or ']' at byte 2"},
      {"[1\xC2\xA0]", "expected ',' or ']' at byte 2"},
      {"\"\x80\"", "invalid UTF-8 at byte 1"},
      {"\"\xC0\x80\"", "invalid UTF-8 at byte 1"},
      {"\"\xC1\xBF\"", "invalid UTF-8 at byte 1"},
      {"\"\xC3\"", "invalid UTF-8 at byte 1"},
      {"\"\xC3(\"", "invalid UTF-8 at byte 1"},
      {"\"\xE0\x9F\xBF\"", "invalid UTF-8 at byte 1"},
      {"\"\xED\xA0\x80\"", "invalid UTF-8 at byte 1"},
      {"\"\xE2\x82\"", "invalid UTF-8 at byte 1"},
      {"\"\xF0\x8F\xBF\xBF\"", "invalid UTF-8 at byte 1"},
      {"\"\xF4\x90\x80\x80\"", "invalid UTF-8 at byte 1"},
      {"\"\xF5\x80\x80\x80\"", "invalid UTF-8 at byte 1"},
      {"\"\xFF\"", "invalid UTF-8 at byte 1"},
      {"\"0123456789abcdef\xC3\xA9\x80\"", "invalid UTF-8 at byte 19"},
      {"\"\xE2\x82", "invalid UTF-8 at byte 1"},
      {"{\"k\xFF\":1}", "invalid UTF-8 at byte 3"},
      // The texts on which RapidJSON 1.1.0 dies are numbers like any other here.
      {"[0.0000074836628E-2147483636", "unexpected end of text at byte 28"},
  };
  for (const Refused& row : table)
    EXPECT_EQ(ParseExact(row.text).message(), row.message) << row.text;
}

TEST(Document, ATextOfNothingIsEmpty) {
  Document document;
  EXPECT_EQ(document.Parse(std::string_view()).message(), "empty text at byte 0");
}

TEST(Document, NamesTheLine) {
  EXPECT_EQ(ParseExact("{\n\"a\":1,\n\"b\":x}").line, 3u);
  EXPECT_EQ(ParseExact("x").line, 1u);
}

std::string Nested(std::size_t depth, std::string_view open, std::string_view close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(Document, DepthIsBoundedExactly) {
  for (const auto& [open, close] : {std::pair("[", "]"), std::pair("{\"a\":", "}")}) {
    EXPECT_TRUE(ParseExact(Nested(64, open, close)).ok());
    const std::size_t at = 64 * std::string_view(open).size();
    EXPECT_EQ(ParseExact(Nested(65, open, close)).message(),
              "depth over 64 at byte " + std::to_string(at));
  }
  EXPECT_EQ(ParseExact(std::string(200'000, '[')).message(), "depth over 64 at byte 64");
  EXPECT_TRUE(ParseExact(Nested(100'000, "[", "]"), {.max_depth = 100'000}).ok());
  EXPECT_TRUE(ParseExact("1", {.max_depth = 0}).ok());
  EXPECT_FALSE(ParseExact("[]", {.max_depth = 0}).ok());
}

TEST(Document, ClosedContainersFreeTheirDepth) {
  EXPECT_TRUE(ParseExact("[[],[[]],{\"a\":[]}]", {.max_depth = 3}).ok());
  EXPECT_FALSE(ParseExact("[[],[[[]]]]", {.max_depth = 3}).ok());
}

TEST(Document, NumberOfValuesIsBoundedExactly) {
  EXPECT_TRUE(ParseExact("{\"a\":[1,2]}", {.max_nodes = 5}).ok());
  EXPECT_EQ(ParseExact("{\"a\":[1,2]}", {.max_nodes = 4}).message(),
            "number of values over 4 at byte 9");
  EXPECT_FALSE(ParseExact("1", {.max_nodes = 0}).ok());
  // Also when an earlier text left more room than this one may use.
  Document document;
  ASSERT_TRUE(document.Parse("[1,2,3,4,5,6,7,8]").ok());
  EXPECT_FALSE(document.Parse("[1,2,3]", {.max_nodes = 3}).ok());
}

TEST(Document, IsReusable) {
  Document document;
  EXPECT_FALSE(document.root().exists());
  for (int i = 0; i < 3; ++i) {
    std::string large = "[";
    for (int j = 0; j < 10'000; ++j) large += std::to_string(j) + ",";
    large.back() = ']';
    ASSERT_TRUE(document.Parse(large).ok());
    EXPECT_EQ(document.root().size(), 10'000u);
    EXPECT_EQ(document.root().At(9'999).int64(), 9'999);
    EXPECT_FALSE(document.Parse("[1,").ok());
    EXPECT_FALSE(document.root().exists());
    ASSERT_TRUE(document.Parse("{\"a\":true}").ok());
    EXPECT_EQ(document.root().Find("a").boolean(), true);
    document.Trim(i == 1 ? 0 : 16);
    EXPECT_FALSE(document.root().exists());
  }
}

TEST(Document, SurvivesEveryPrefixOfAText) {
  const std::string text =
      "{\"a\":[1,-2.5e+3,\"x\\n\\ud83d\\ude00é€😀\",null],\"long name of a member\":{\"t\":true,"
      "\"f\":false}}";
  ASSERT_TRUE(ParseExact(text).ok());
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(ParseExact(std::string_view(text).substr(0, size)).ok()) << size;
  }
}

}  // namespace
}  // namespace griot::json
