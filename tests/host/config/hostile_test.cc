#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "tests/host/config/support.h"

namespace griot::config::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> ProblemsOf(const std::string& text) {
  Workspace space;
  space.catalogue.Add("board", kServiceBit);
  space.Write("f.yaml", text);
  return space.Problems();
}

TEST(Hostile, BillionLaughs) {
  std::string text = "griot: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level <= 9; ++level) {
    std::string inner = "*a" + std::to_string(level - 1);
    text += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + inner;
    for (int i = 1; i < 10; ++i) text += ", " + inner;
    text += "]\n";
  }
  EXPECT_THAT(
      ProblemsOf(text),
      ElementsAre(HasSubstr("too large once its aliases are followed: more than 100000 nodes")));
}

TEST(Hostile, AliasesOfALargeText) {
  std::string text = "griot: 1\na: &a " + std::string(500'000, 'x') + "\nb: [*a";
  for (int i = 0; i < 1000; ++i) text += ", *a";
  EXPECT_THAT(ProblemsOf(text + "]\n"), ElementsAre(HasSubstr("too large once its aliases")));
}

TEST(Hostile, AliasesThatGrowInDepth) {
  std::string text = "griot: 1\na0: &a0 [x]\n";
  for (int level = 1; level < 80; ++level) {
    text += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [*a" +
            std::to_string(level - 1) + "]\n";
  }
  EXPECT_THAT(ProblemsOf(text), ElementsAre(HasSubstr("nested deeper than 64 levels")));
}

TEST(Hostile, Depth) {
  for (const char* open : {"[", "{a: ", "- ", "? "}) {
    std::string text = "griot: 1\nservices: ";
    if (open[0] == '-' || open[0] == '?') text = "";
    for (int i = 0; i < 100'000; ++i) text += open;
    EXPECT_THAT(ProblemsOf(text), ElementsAre(HasSubstr("f.yaml:"))) << open;
  }
  std::string just = "griot: 1\nservices: [{plugin: board, options: {a: " + std::string(59, '[') +
                     std::string(59, ']') + "}}]\n";
  EXPECT_THAT(ProblemsOf(just), testing::IsEmpty());
}

TEST(Hostile, ManyNodesAndTooManyBytes) {
  std::string text = "griot: 1\nservices: [";
  for (int i = 0; i < 200'000; ++i) text += "a,";
  EXPECT_THAT(ProblemsOf(text + "]\n"), ElementsAre(HasSubstr("more than 100000 nodes")));
  std::string large = "griot: 1\n#" + std::string(1 << 20, 'x');
  EXPECT_THAT(ProblemsOf(large), ElementsAre("f.yaml:1:1: larger than 1 MiB"));
}

TEST(Hostile, AFileAtItsBoundsIsReadInShortTime) {
  auto start = std::chrono::steady_clock::now();
  std::string many = "griot: 1\nservices: [{plugin: board, options: {";
  for (int i = 0; i < 45'000; ++i)
    many += "k" + std::to_string(i) + ": '" + std::to_string(i) + "', ";
  EXPECT_THAT(ProblemsOf(many + "}}]\n"), testing::IsEmpty());
  std::string key(400'000, 'k');
  std::string wide = "griot: 1\nservices: [{plugin: board, options: {" + key + ": [";
  for (int i = 0; i < 90'000; ++i) wide += "1,";
  EXPECT_LE(ProblemsOf(wide + "]}}]\n").size(), 1u);
  auto took = std::chrono::steady_clock::now() - start;
  EXPECT_LT(took, std::chrono::seconds(30)) << "must not grow with the square of the file";
}

TEST(Hostile, BytesThatAreNoText) {
  EXPECT_THAT(ProblemsOf(std::string("griot: 1\n\0", 10)),
              ElementsAre("f.yaml:2:1: a control character"));
  EXPECT_THAT(ProblemsOf("\xfe\xff\x00g"), ElementsAre("f.yaml:1:1: not valid UTF-8"));
  EXPECT_THAT(ProblemsOf("griot: 1\nmemory: \"a\\0b\"\n"),
              ElementsAre("f.yaml:2:9: text cannot hold a NUL character"));
  EXPECT_THAT(ProblemsOf("griot: 1\nmemory: \"\\ud800\"\n"), ElementsAre(HasSubstr("f.yaml:2:")));
}

}  // namespace
}  // namespace griot::config::test
