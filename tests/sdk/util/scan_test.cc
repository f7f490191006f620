#include "griot/json/scan.hpp"

#include <gtest/gtest.h>

#include <string>

#include "griot/json/scratch.hpp"

namespace griot::json {
namespace {

constexpr std::string_view kText =
    R"( { "a" : { "b" : [ 1, {"c":"x\ny"} ], "t":true,"f":false, "n":-12 }, "a~b":1, "a/b":2,)"
    R"( "s":"plain { ] \" ", "dup":1, "dup":{"x":2}, "\u0064up":[3], "e":1.5, "big":9223372036854775808,)"
    R"("z":-0 } )";

TEST(Scan, GivesTheTextThatStandsThere) {
  EXPECT_EQ(Get(kText, "a.b"), R"([ 1, {"c":"x\ny"} ])");
  EXPECT_EQ(Get(kText, "a.b.0"), "1");
  EXPECT_EQ(Get(kText, "/a/b/1/c"), R"("x\ny")");
  EXPECT_EQ(Get(kText, "/a~0b"), "1");
  EXPECT_EQ(Get(kText, "/a~1b"), "2");
  EXPECT_EQ(Get(kText, "s"), R"("plain { ] \" ")");
  EXPECT_EQ(Get(kText, "dup"), "[3]");
  EXPECT_EQ(Get(kText, ""), kText);
  for (const char* none : {"x", "a.x", "a.b.2", "a.b.x", "dup.x", "s.x", "a.t.x", "/"}) {
    EXPECT_EQ(Get(kText, none), std::nullopt) << none;
  }
}

TEST(Scan, TypedForms) {
  Scratch scratch;
  EXPECT_EQ(GetString(kText, "a.b.1.c", scratch), "x\ny");
  EXPECT_EQ(GetString(kText, "s", scratch), "plain { ] \" ");
  EXPECT_EQ(GetString(kText, "a.n", scratch), std::nullopt);
  EXPECT_EQ(GetInt(kText, "a.n"), -12);
  EXPECT_EQ(GetInt(kText, "z"), 0);
  EXPECT_EQ(GetInt(kText, "e"), std::nullopt);
  EXPECT_EQ(GetInt(kText, "big"), std::nullopt);
  EXPECT_EQ(GetInt(kText, "s"), std::nullopt);
  EXPECT_EQ(GetBool(kText, "a.t"), true);
  EXPECT_EQ(GetBool(kText, "a.f"), false);
  EXPECT_EQ(GetBool(kText, "a.n"), std::nullopt);
}

TEST(Scan, SeveralMembersAtOnce) {
  constexpr std::string_view kNames[] = {"a", "b", "none", "c/d"};
  std::optional<std::string_view> values[4] = {"left over", "left over", "left over", "left over"};
  GetMembers(R"({"b":[1,{"a":2}],"a":"x","\u0061":"last","c/d":null})", kNames, values);
  EXPECT_EQ(values[0], R"("last")");
  EXPECT_EQ(values[1], R"([1,{"a":2}])");
  EXPECT_EQ(values[2], std::nullopt);
  EXPECT_EQ(values[3], "null");
  for (const char* text : {"", "[1]", "7", "{", "{\"a", "{\"b\":"}) {
    GetMembers(text, kNames, values);
    EXPECT_EQ(values[0], std::nullopt) << text;
  }
}

TEST(Scan, BrokenTextsEnd) {
  for (const char* text :
       {"", "{", "[", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":\"\\", "{\"a\":[", "{\"a\":[}",
        "{\"a\":1", "{:}", "{,}", "{\"a\" 1}", "1", "\"", "{\"a\"::}"}) {
    Get(text, "a");
    Get(text, "a.b");
    Get(text, "0");
  }
  EXPECT_EQ(Get(std::string(1'000'000, '['), "0.0"), std::nullopt);
}

}  // namespace
}  // namespace griot::json
