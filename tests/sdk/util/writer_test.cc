#include "griot/json/writer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

namespace griot::json {
namespace {

std::string Escaped(std::string_view text) {
  std::string out;
  AppendEscaped(out, text);
  return out;
}

TEST(Writer, Escapes) {
  using std::literals::string_view_literals::operator""sv;
  EXPECT_EQ(Escaped(""), "");
  EXPECT_EQ(Escaped("plain, longer than sixteen bytes é€😀"),
            "plain, longer than sixteen bytes é€😀");
  EXPECT_EQ(Escaped("a\"b\\c/\n\r\t\b\f\x1f\x7f"), R"(a\"b\\c/\n\r\t\u0008\u000c\u001f)"
                                                   "\x7f");
  EXPECT_EQ(Escaped("\0x"sv), "\\u0000x");
}

TEST(Writer, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(Escaped("a\x80z"), "a\uFFFDz");
  EXPECT_EQ(Escaped("\xE2\x82"), "\uFFFD");  // one for a piece of a character
  EXPECT_EQ(Escaped("\xE2\x82z"), "\uFFFDz");
  EXPECT_EQ(Escaped("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate is no character at all
  EXPECT_EQ(Escaped("\xC0\xAF"), "\uFFFD\uFFFD");
  EXPECT_EQ(Escaped("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(Escaped("é\xFFé"), "é\uFFFDé");
}

TEST(Writer, SetsTheCommas) {
  std::string out = "[";
  Writer w(out);
  w.BeginObject();
  w.Key("a").Int(-5).Key("b").BeginArray().EndArray().Key("c").BeginArray();
  w.Uint(UINT64_MAX).String("x\"").Bool(true).Bool(false).Null().Raw("{\"r\":1}");
  w.BeginObject().EndObject().EndArray();
  w.Key("q\"").BeginObject().Key("").Double(0.1).EndObject();
  w.EndObject();
  EXPECT_EQ(out, R"([{"a":-5,"b":[],"c":[18446744073709551615,"x\"",true,false,null,{"r":1},{}],)"
                 R"("q\"":{"":0.1}})");
}

TEST(Writer, NumbersReadBack) {
  for (const double value : {0.0, -0.0, 1.0, 0.1, 1e300, 5e-324, 123456789.125, -1.5e-7,
                             std::numeric_limits<double>::max()}) {
    std::string out;
    Writer<std::string>(out).Double(value);
    EXPECT_EQ(std::strtod(out.c_str(), nullptr), value) << out;
  }
  std::string out;
  Writer w(out);
  w.BeginArray().Double(std::nan("")).Double(INFINITY).Int(INT64_MIN).EndArray();
  EXPECT_EQ(out, "[null,null,-9223372036854775808]");
}

}  // namespace
}  // namespace griot::json
