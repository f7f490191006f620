// Random texts, sound and broken, judged by Python's own json.

#include <gtest/gtest.h>

#include <memory>

#include "griot/json.hpp"
#include "oracle.h"
#include "tests/support/seed.h"

namespace griot::testing {
namespace {

TEST(JsonOracle, ParseSaysWhatPythonSays) {
  std::mt19937_64 random(test::Seed());
  Oracle oracle;
  json::Document document;
  for (int i = 0; i < 6000; ++i) {
    std::string text = RandomJson(random, 4);
    if (i % 2 == 1) text = Mutated(text, random);
    const auto exact = std::make_unique<char[]>(text.size());  // a sanitizer sees a read beyond
    text.copy(exact.get(), text.size());
    const bool ok = document.Parse({exact.get(), text.size()}).ok();
    ASSERT_TRUE(ok || i % 2 == 1) << text;
    oracle.Ask("parse").Hex(text).Text(ok ? Dump(document.root()) : "refused");
    if (ok) oracle.Text(std::to_string(document.root().flags()));
  }
  oracle.Judge();
}

std::string RandomPath(std::mt19937_64& random) {
  constexpr const char* kDotted[] = {"a", "b", "c", "0", "1", "é", "-", "00", "x~y"};
  constexpr const char* kPointer[] = {"a", "b", "c", "0", "1", "é", "-", "", "a~1b", "x~0y", "a.b"};
  const bool pointer = Below(random, 2) == 0;
  std::string path;
  const std::size_t count = 1 + Below(random, 3);
  for (std::size_t i = 0; i < count; ++i) {
    if (pointer) path += "/";
    if (!pointer && i > 0) path += ".";
    path += pointer ? kPointer[Below(random, std::size(kPointer))]
                    : kDotted[Below(random, std::size(kDotted))];
  }
  return path;
}

TEST(JsonOracle, GetAndFindPathFindWhatPythonFinds) {
  std::mt19937_64 random(test::Seed());
  Oracle oracle;
  json::Document document;
  int found = 0;
  for (int i = 0; i < 6000; ++i) {
    const std::string text = RandomObject(random, 4);
    ASSERT_TRUE(document.Parse(text).ok());
    const std::string path = RandomPath(random);
    const json::Value value = document.root().FindPath(path);
    const auto raw = json::Get(text, path);
    ASSERT_EQ(raw.has_value(), value.exists()) << text << " " << path;
    if (raw) {
      EXPECT_EQ(raw->data(), value.raw().data());
      EXPECT_EQ(raw->size(), value.raw().size());
      ++found;
    }
    oracle.Ask("get").Hex(text).Hex(path).Text(Dump(value));
  }
  EXPECT_GT(found, 200);  // else the test asks nothing
  oracle.Judge();
}

TEST(JsonOracle, ApplyPatchesMakesWhatPythonMakes) {
  std::mt19937_64 random(test::Seed());
  Oracle oracle;
  json::Document document;
  for (int i = 0; i < 6000; ++i) {
    const std::string text = Below(random, 20) == 0 ? " " : RandomObject(random, 3);
    std::vector<std::string> paths(Below(random, 12));
    std::vector<std::string> values(paths.size());
    std::vector<json::Patch> patches(paths.size());
    for (std::size_t j = 0; j < paths.size(); ++j) {
      paths[j] = RandomPath(random);
      patches[j].path = paths[j];
      if (Below(random, 2) == 0) continue;
      values[j] = RandomJson(random, 2);
      patches[j].json = values[j];
    }
    std::string out = "before";
    ASSERT_TRUE(json::ApplyPatches(text, patches, out));
    ASSERT_TRUE(out.starts_with("before{"));
    out.erase(0, 6);
    ASSERT_TRUE(document.Parse(out).ok()) << out;
    oracle.Ask("patch").Hex(text).Hex(out);
    for (std::size_t j = 0; j < paths.size(); ++j) oracle.Hex(paths[j] + '\0' + values[j]);
  }
  oracle.Judge();
}

TEST(JsonOracle, AppendEscapedReadsBack) {
  std::mt19937_64 random(test::Seed());
  Oracle oracle;
  json::Document document;
  for (int i = 0; i < 4000; ++i) {
    std::string text = Below(random, 2) == 0 ? RandomJson(random, 3) : "é€😀";
    for (std::size_t j = Below(random, 4); j > 0; --j) text = Mutated(text, random);
    std::string out;
    json::AppendEscaped(out, text);
    ASSERT_TRUE(document.Parse("\"" + out + "\"").ok());
    oracle.Ask("escape").Hex(text).Hex(out);
  }
  oracle.Judge();
}

// Scanning must stay inside the text and end, whatever the text is.
TEST(JsonOracle, ScanningIsTotalOverBrokenTexts) {
  std::mt19937_64 random(test::Seed());
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = Mutated(RandomObject(random, 3), random);
    const auto exact = std::make_unique<char[]>(text.size());
    text.copy(exact.get(), text.size());
    const std::string_view view(exact.get(), text.size());
    const std::string path = RandomPath(random);
    json::Get(view, path);
    const json::Patch patches[] = {{path, "1"}, {"/a", std::nullopt}};
    std::string out = "x";
    const bool applied = json::ApplyPatches(view, patches, out);
    EXPECT_TRUE(applied || out == "x");
  }
}

}  // namespace
}  // namespace griot::testing
