#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "griot/json/document.hpp"
#include "griot/json/scratch.hpp"

namespace griot::json {
namespace {

struct Parsed {
  explicit Parsed(std::string source) : text(std::move(source)) {
    const Status status = document.Parse(text);
    EXPECT_TRUE(status.ok()) << status.message();
    root = document.root();
  }
  std::string text;
  Document document;
  Value root;
  Scratch scratch;
};

TEST(Value, TypesAndRawText) {
  Parsed p(R"( [ null , true , -1.50E+2 , "a\n" , [ 1 ] , { "k" : [ ] } ] )");
  const Type types[] = {Type::kNull,   Type::kBool,  Type::kNumber,
                        Type::kString, Type::kArray, Type::kObject};
  const std::string_view raws[] = {"null",     "true",  "-1.50E+2",
                                   R"("a\n")", "[ 1 ]", R"({ "k" : [ ] })"};
  std::size_t i = 0;
  for (const Value value : p.root.elements()) {
    ASSERT_LT(i, 6u);
    EXPECT_EQ(value.type(), types[i]);
    EXPECT_EQ(value.raw(), raws[i]);
    ++i;
  }
  EXPECT_EQ(i, 6u);
  EXPECT_EQ(p.root.raw(), p.text.substr(1, p.text.size() - 2));
}

TEST(Value, TheLastOfRepeatedNamesWins) {
  Parsed p(R"({"a":1,"b":{"a":9},"a":2,"\u0061":3})");
  EXPECT_EQ(p.root.Find("a").int64(), 3);
  EXPECT_EQ(p.root.FindPath("b.a").int64(), 9);
  EXPECT_EQ(p.root.size(), 4u);
  EXPECT_FALSE(p.root.Find("A").exists());
  EXPECT_FALSE(p.root.Find("").exists());
}

TEST(Value, NamesAreComparedAsTheyAreMeant) {
  Parsed p(R"({"\u00e9\n\ud83d\ude00":1,"":2,"a\/b":3,"~":4,"\ud800":5})");
  EXPECT_EQ(p.root.Find("é\n😀").int64(), 1);
  EXPECT_EQ(p.root.Find("").int64(), 2);
  EXPECT_EQ(p.root.Find("a/b").int64(), 3);
  EXPECT_EQ(p.root.FindPath("/a~1b").int64(), 3);
  EXPECT_EQ(p.root.FindPath("/~0").int64(), 4);
  EXPECT_EQ(p.root.FindPath("/").int64(), 2);
  EXPECT_FALSE(p.root.Find("é\n").exists());
  EXPECT_FALSE(p.root.Find("é\n😀x").exists());
}

TEST(Value, PathsGoThroughObjectsAndArrays) {
  Parsed p(R"({"a":{"b":[10,{"c":"x"}],"":{"d":1}},"1":"one","x.y":7})");
  EXPECT_EQ(p.root.FindPath("a.b.0").int64(), 10);
  EXPECT_EQ(p.root.FindPath("/a/b/1/c").string_raw_nonescaped(), "x");
  EXPECT_EQ(p.root.FindPath("a..d").int64(), 1);
  EXPECT_EQ(p.root.FindPath("1").string_raw_nonescaped(), "one");
  EXPECT_EQ(p.root.FindPath("/x.y").int64(), 7);
  EXPECT_EQ(p.root.FindPath("").raw(), p.text);
  for (const char* none : {"a.b.2", "a.b.00", "a.b.-1", "a.b.x", "a.c", "a.b.0.c", "x.y", "a.b.",
                           "a.b.99999999999999999999", "/"}) {
    EXPECT_FALSE(p.root.FindPath(none).exists()) << none;
  }
}

TEST(Value, StringsPointIntoTheTextUnlessEscaped) {
  Parsed p(
      R"(["plain é", "\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\uDE00", "\u0000", "\ud800x", ""])");
  const auto plain = p.root.At(0).string(p.scratch);
  ASSERT_TRUE(plain);
  EXPECT_EQ(*plain, "plain é");
  EXPECT_GE(plain->data(), p.text.data());
  EXPECT_LT(plain->data(), p.text.data() + p.text.size());
  EXPECT_EQ(p.root.At(1).string(p.scratch), "\"\\/\b\f\n\r\tAé€😀");
  EXPECT_EQ(p.root.At(1).string_raw_nonescaped(), std::nullopt);
  EXPECT_EQ(p.root.At(2).string(p.scratch), std::string_view("\0", 1));
  EXPECT_EQ(p.root.At(3).string(p.scratch), "\uFFFDx");
  EXPECT_EQ(p.root.At(4).string(p.scratch), "");
  EXPECT_TRUE(p.root.At(1).StringIs("\"\\/\b\f\n\r\tAé€😀"));
  EXPECT_FALSE(p.root.At(1).StringIs("\"\\/\b\f\n\r\tAé€"));
}

TEST(Value, ScratchKeepsWhatItHandedOutUntilReset) {
  Scratch scratch;
  std::vector<std::pair<char*, std::size_t>> taken;
  for (int round = 0; round < 3; ++round) {
    taken.clear();
    for (std::size_t i = 1; i < 400; ++i) {
      char* const p = scratch.Alloc(i);
      ASSERT_NE(p, nullptr);
      std::fill(p, p + i, static_cast<char>(i));
      taken.emplace_back(p, i);
    }
    for (const auto& [p, size] : taken) {
      for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(p[i], static_cast<char>(size));
    }
    scratch.Reset();
  }
  EXPECT_EQ(scratch.Alloc(static_cast<std::size_t>(-1) - 8), nullptr);
}

struct NoMemory {
  char* Alloc(std::size_t) noexcept { return nullptr; }
};

TEST(Value, NoMemoryIsNoString) {
  Parsed p(R"(["a\n","b"])");
  NoMemory none;
  EXPECT_EQ(p.root.At(0).string(none), std::nullopt);
  EXPECT_EQ(p.root.At(1).string(none), "b");
}

TEST(Value, IntegersAreExactOrNothing) {
  struct Row {
    std::string text;
    std::optional<std::int64_t> i;
    std::optional<std::uint64_t> u;
  };
  const Row table[] = {
      {"0", 0, 0},
      {"-0", 0, 0},
      {"-1", -1, std::nullopt},
      {"9223372036854775807", INT64_MAX, 9223372036854775807u},
      {"9223372036854775808", std::nullopt, 9223372036854775808u},
      {"-9223372036854775808", INT64_MIN, std::nullopt},
      {"-9223372036854775809", std::nullopt, std::nullopt},
      {"18446744073709551615", std::nullopt, UINT64_MAX},
      {"18446744073709551616", std::nullopt, std::nullopt},
      {"1.0", std::nullopt, std::nullopt},
      {"1e3", std::nullopt, std::nullopt},
      {"\"1\"", std::nullopt, std::nullopt},
  };
  for (const Row& row : table) {
    Parsed p(row.text);
    EXPECT_EQ(p.root.int64(), row.i) << row.text;
    EXPECT_EQ(p.root.uint64(), row.u) << row.text;
  }
}

TEST(Value, DoublesAndTextOfNumbers) {
  Parsed p(
      "[0.1,1e400,128.74836467836484838364836483643636483648e-336,\"7\",12345678901234567890123]");
  EXPECT_EQ(p.root.At(0).number(), 0.1);
  EXPECT_EQ(p.root.At(1).number(), std::nullopt);
  EXPECT_EQ(p.root.At(2).number_text(), "128.74836467836484838364836483643636483648e-336");
  EXPECT_EQ(p.root.At(3).number(), std::nullopt);
  EXPECT_EQ(p.root.At(3).AsText(p.scratch), "7");
  EXPECT_EQ(p.root.At(4).AsText(p.scratch), "12345678901234567890123");
}

TEST(Value, IsTotal) {
  Parsed p(R"({"a":[1]})");
  Scratch scratch;
  for (const Value value :
       {Value(), p.root, p.root.Find("a"), p.root.FindPath("a.0"), p.root.At(0)}) {
    EXPECT_EQ(value.boolean(), std::nullopt);
    EXPECT_EQ(value.string(scratch), std::nullopt);
    EXPECT_FALSE(value.Find("nothing").Find("there").At(3).exists());
    EXPECT_FALSE(value.StringIs(""));
    EXPECT_TRUE(value.jsonb_ok());
  }
  EXPECT_EQ(Value().type(), Type::kMissing);
  EXPECT_EQ(Value().raw(), "");
  EXPECT_EQ(Value().size(), 0u);
  EXPECT_EQ(p.root.FindPath("a.0").size(), 0u);
  for ([[maybe_unused]] const Member member : p.root.Find("a").members()) FAIL();
  for ([[maybe_unused]] const Value element : p.root.elements()) FAIL();
}

}  // namespace
}  // namespace griot::json
