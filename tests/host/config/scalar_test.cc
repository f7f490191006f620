#include "host/config/scalar.h"

#include <gtest/gtest.h>

namespace griot::config {
namespace {

Node Scalar(const std::string& text, bool plain = true) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = text;
  node.plain = plain;
  return node;
}

// The JSON that a scalar becomes, or "-" when it is of no such type.
std::string As(const Node& node, unsigned types) {
  Json out;
  return ConvertScalar(node, types, &out) ? WriteJson(out) : "-";
}

TEST(Scalar, PlainScalarsWithoutASchemaFollowYaml12) {
  struct Case {
    const char *text, *json;
  };
  for (const Case& c : {Case{"true", "true"},
                        {"false", "false"},
                        {"True", "\"True\""},
                        {"yes", "\"yes\""},
                        {"on", "\"on\""},
                        {"no", "\"no\""},
                        {"null", "null"},
                        {"~", "null"},
                        {"", "null"},
                        {"0", "0"},
                        {"-0", "0"},
                        {"12", "12"},
                        {"+12", "12"},
                        {"-12", "-12"},
                        {"010", "\"010\""},
                        {"00", "\"00\""},
                        {"1.5", "1.5"},
                        {".5", "0.5"},
                        {"1.", "1"},
                        {"1e3", "1000"},
                        {"1e", "\"1e\""},
                        {"0x1F", "\"0x1F\""},
                        {"0o17", "\"0o17\""},
                        {"1_000", "\"1_000\""},
                        {"12:30", "\"12:30\""},
                        {"1.2.3", "\"1.2.3\""},
                        {".inf", "\".inf\""},
                        {".nan", "\".nan\""},
                        {".", "\".\""},
                        {"-", "\"-\""},
                        {"+", "\"+\""},
                        {"e3", "\"e3\""},
                        {"+-1", "\"+-1\""},
                        {"9223372036854775807", "9223372036854775807"}}) {
    EXPECT_EQ(As(Scalar(c.text), 0), c.json) << c.text;
  }
}

TEST(Scalar, QuotedScalarsAreText) {
  for (const char* text : {"true", "12", "1.5", "null", "", "010"}) {
    EXPECT_EQ(As(Scalar(text, false), 0), '"' + std::string(text) + '"');
    EXPECT_EQ(As(Scalar(text, false), kInteger | kNumber | kBoolean | kNull), "-") << text;
  }
}

TEST(Scalar, TheSchemaDecidesWhatALeadingZeroMeans) {
  EXPECT_EQ(As(Scalar("010"), kInteger), "10");
  EXPECT_EQ(As(Scalar("-007"), kInteger), "-7");
  EXPECT_EQ(As(Scalar("010"), kNumber), "10");
  EXPECT_EQ(As(Scalar("010"), kString), "\"010\"");
  EXPECT_EQ(As(Scalar("010"), kString | kInteger), "\"010\"");
  EXPECT_EQ(As(Scalar("010"), kBoolean), "-");
}

TEST(Scalar, NothingIsConvertedThatIsNotOfTheType) {
  EXPECT_EQ(As(Scalar("123"), kString), "-");
  EXPECT_EQ(As(Scalar("true"), kString), "-");
  EXPECT_EQ(As(Scalar("yes"), kBoolean), "-");
  EXPECT_EQ(As(Scalar("1"), kBoolean), "-");
  EXPECT_EQ(As(Scalar("1.0"), kInteger), "-");
  EXPECT_EQ(As(Scalar("1"), kNumber), "1");
  EXPECT_EQ(As(Scalar("9223372036854775808"), kInteger), "-");
  EXPECT_EQ(As(Scalar("1e400"), kNumber), "-");
  EXPECT_EQ(As(Scalar("1e400"), 0), "-");
  EXPECT_EQ(As(Scalar(std::string(100000, '9')), 0), "-");
  EXPECT_EQ(As(Node{}, kString), "-");
  EXPECT_EQ(As(Node{}, kString | kNull), "null");
}

}  // namespace
}  // namespace griot::config
