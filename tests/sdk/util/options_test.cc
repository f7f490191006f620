#include "griot/options.hpp"

#include <gtest/gtest.h>

#include <map>

namespace griot {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

// What reading says, or "" when all is well.
template <class Read>
std::string Fault(std::string_view json, Read&& read) {
  try {
    const OptionReader reader(json);
    read(reader);
    return "";
  } catch (const OptionError& e) {
    return e.what();
  }
}

TEST(Options, ReadsWhatIsThere) {
  const OptionReader read(R"({"t":"a\n\u00e9","f":true,"u":18446744073709551615,"i":-5,"d":1.5,
      "s":"3MiB","w":"250ms","l":["a","","b"],"m":{"x":"1","y":"2","x":"3"}})");
  std::string text = "before";
  bool flag = false;
  uint64_t whole = 1, size = 1;
  int32_t negative = 1;
  double real = 1;
  milliseconds wait{1};
  std::vector<std::string> list = {"before"};
  std::map<std::string, std::string> map = {{"before", ""}};
  read.Text("t", &text);
  read.Flag("f", &flag);
  read.Number("u", &whole);
  read.Number("i", &negative);
  read.Number("d", &real);
  read.Size("s", &size);
  read.Duration("w", &wait);
  read.Texts("l", &list);
  read.TextMap("m", &map);
  EXPECT_EQ(text, "a\n\xc3\xa9");
  EXPECT_TRUE(flag);
  EXPECT_EQ(whole, UINT64_MAX);
  EXPECT_EQ(negative, -5);
  EXPECT_EQ(real, 1.5);
  EXPECT_EQ(size, 3u << 20);
  EXPECT_EQ(wait, milliseconds(250));
  EXPECT_EQ(list, (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(map, (std::map<std::string, std::string>{{"x", "3"}, {"y", "2"}}));
  EXPECT_TRUE(read.Find("l").is_array());
}

TEST(Options, WhatIsAbsentLeavesWhatStandsThere) {
  const OptionReader read("{}");
  std::string text = "before";
  bool flag = true;
  uint32_t number = 7;
  uint64_t size = 7;
  seconds wait{7};
  std::vector<std::string> list = {"before"};
  std::map<std::string, std::string> map = {{"before", "x"}};
  read.Text("t", &text);
  read.Flag("t", &flag);
  read.Number("t", &number);
  read.Size("t", &size);
  read.Duration("t", &wait);
  read.Texts("t", &list);
  read.TextMap("t", &map);
  EXPECT_EQ(text, "before");
  EXPECT_TRUE(flag);
  EXPECT_EQ(number, 7u);
  EXPECT_EQ(size, 7u);
  EXPECT_EQ(wait, seconds(7));
  EXPECT_EQ(list.size(), 1u);
  EXPECT_EQ(map.size(), 1u);
}

TEST(Options, WhatCannotBeReadNamesTheOption) {
  std::string text;
  bool flag;
  uint8_t byte;
  int8_t small;
  uint64_t size;
  milliseconds wait;
  std::vector<std::string> list;
  std::map<std::string, std::string> map;
  const auto fault = [](std::string_view json, auto&& read) { return Fault(json, read); };
  EXPECT_EQ(fault(R"({"x":1})", [&](auto& r) { r.Text("x", &text); }), "x: must be a text");
  EXPECT_EQ(fault(R"({"x":null})", [&](auto& r) { r.Text("x", &text); }), "x: must be a text");
  EXPECT_EQ(fault(R"({"x":"true"})", [&](auto& r) { r.Flag("x", &flag); }),
            "x: must be true or false");
  EXPECT_EQ(fault(R"({"x":256})", [&](auto& r) { r.Number("x", &byte); }), "x: is out of range");
  EXPECT_EQ(fault(R"({"x":-129})", [&](auto& r) { r.Number("x", &small); }), "x: is out of range");
  EXPECT_EQ(fault(R"({"x":-1})", [&](auto& r) { r.Number("x", &byte); }),
            "x: must be a whole number in range");
  EXPECT_EQ(fault(R"({"x":1.5})", [&](auto& r) { r.Number("x", &byte); }),
            "x: must be a whole number in range");
  EXPECT_EQ(fault(R"({"x":"1 KB"})", [&](auto& r) { r.Size("x", &size); }),
            "x: must be a size such as 64KB");
  EXPECT_EQ(fault(R"({"x":5})", [&](auto& r) { r.Duration("x", &wait); }), "x: must be a text");
  EXPECT_EQ(fault(R"({"x":"a"})", [&](auto& r) { r.Texts("x", &list); }), "x: must be a list");
  EXPECT_EQ(fault(R"({"x":["a",1]})", [&](auto& r) { r.Texts("x", &list); }), "x: must be a text");
  EXPECT_EQ(fault(R"({"x":[]})", [&](auto& r) { r.TextMap("x", &map); }), "x: must be an object");
  for (const std::string_view json : {"", "[]", "{", "null", "{}{}"})
    EXPECT_EQ(fault(json, [](auto&) {}), "the options are no JSON object") << json;
}

TEST(Options, SizesAndDurations) {
  EXPECT_EQ(ParseSize("0B"), 0u);
  EXPECT_EQ(ParseSize("64KB"), 64'000u);
  EXPECT_EQ(ParseSize("64KiB"), 65'536u);
  EXPECT_EQ(ParseSize("9223372036854775807B"), uint64_t{INT64_MAX});
  for (const char* none : {"", "KB", "64", "64 KB", "64kb", "-1B", "+1B", "1.5MB", "64KB ", "0x1B",
                           "9223372036854775808B", "18446744073709551616B", "8388608TiB"})
    EXPECT_EQ(ParseSize(none), std::nullopt) << none;
  EXPECT_EQ(ParseDuration("250ms"), milliseconds(250));
  EXPECT_EQ(ParseDuration("2h"), std::chrono::hours(2));
  EXPECT_EQ(ParseDuration("106751d"), std::chrono::hours(24 * 106751));
  for (const char* none : {"", "5", "s", "5S", "5 s", "-5s", "5m5s", "106752d"})
    EXPECT_EQ(ParseDuration(none), std::nullopt) << none;
}

}  // namespace
}  // namespace griot
