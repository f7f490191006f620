#include "griot/json/patch.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace griot::json {
namespace {

std::string Apply(std::string_view text, std::vector<Patch> patches) {
  std::string out;
  return ApplyPatches(text, patches, out) ? out : "refused";
}

TEST(Patch, AddsReplacesRemoves) {
  EXPECT_EQ(Apply("", {{"/a", "1"}}), R"({"a":1})");
  EXPECT_EQ(Apply(" {} ", {}), " {} ");
  EXPECT_EQ(Apply(R"({"a":1,"b":2})", {{"/c", "3"}}), R"({"a":1,"b":2,"c":3})");
  EXPECT_EQ(Apply(R"({"a":1,"b":2})", {{"/a", "[9]"}}), R"({"b":2,"a":[9]})");
  EXPECT_EQ(Apply(R"({"a":1,"b":2})", {{"/a", std::nullopt}}), R"({"b":2})");
  EXPECT_EQ(Apply(R"({"a":1})", {{"/a", std::nullopt}}), "{}");
  EXPECT_EQ(Apply(R"({"a":1})", {{"/x", std::nullopt}, {"/y/z", std::nullopt}}), R"({"a":1})");
  EXPECT_EQ(Apply(R"({"a":1})", {{"b.c", "2"}}), R"({"a":1,"b":{"c":2}})");
}

TEST(Patch, WhatStaysKeepsItsBytes) {
  EXPECT_EQ(Apply(R"({ "a" : 1.50 , "b" : "\u00e9" , "c" : [ ] })", {{"/b", std::nullopt}}),
            R"({"a" : 1.50,"c" : [ ]})");
  EXPECT_EQ(Apply(R"({"a":1e5,"a":2, "z":0})", {{"/b", "1"}}), R"({"a":1e5,"a":2, "z":0,"b":1})");
}

TEST(Patch, DuplicatesGoTogether) {
  EXPECT_EQ(Apply(R"({"a":1,"b":0,"a":2,"\u0061":3})", {{"/a", std::nullopt}}), R"({"b":0})");
  EXPECT_EQ(Apply(R"({"a":1,"b":0,"a":2,"\u0061":3})", {{"/a", "4"}}), R"({"b":0,"a":4})");
  EXPECT_EQ(Apply(R"({"a":{"x":1},"a":{"y":2}})", {{"/a/z", "3"}}), R"({"a":{"y":2,"z":3}})");
  EXPECT_EQ(Apply(R"({"a":{"x":1,"x":2},"a":5})", {{"/a/x", std::nullopt}}), R"({"a":5})");
}

TEST(Patch, AppliesInOrder) {
  EXPECT_EQ(Apply("{}", {{"/a", "1"}, {"/a", "2"}}), R"({"a":2})");
  EXPECT_EQ(Apply("{}", {{"/a", "1"}, {"/a", std::nullopt}}), "{}");
  EXPECT_EQ(Apply("{\"a\":1}", {{"/a", std::nullopt}, {"/a/b", "2"}}), R"({"a":{"b":2}})");
  EXPECT_EQ(
      Apply("{}", {{"/a", R"({"x":1,"y":2})"}, {"/b", "0"}, {"/a/x", std::nullopt}, {"/a/z", "3"}}),
      R"({"a":{"y":2,"z":3},"b":0})");
  EXPECT_EQ(Apply("{}", {{"/a/b", "1"}, {"/a", "5"}}), R"({"a":5})");
}

TEST(Patch, WhatIsInTheWayBecomesAnObject) {
  EXPECT_EQ(Apply(R"({"a":5})", {{"/a/b", "1"}}), R"({"a":{"b":1}})");
  EXPECT_EQ(Apply(R"({"a":null})", {{"/a/b/c", "1"}}), R"({"a":{"b":{"c":1}}})");
  EXPECT_EQ(Apply(R"({"a":[1]})", {{"/a/b", "1"}}), R"({"a":{"b":1}})");
  EXPECT_EQ(Apply(R"({"a":5})", {{"/a/b", std::nullopt}}), R"({"a":5})");
}

TEST(Patch, Arrays) {
  EXPECT_EQ(Apply(R"({"a":[1, 2 ,3]})", {{"/a/1", "9"}}), R"({"a":[1,9,3]})");
  EXPECT_EQ(Apply(R"({"a":[1,2,3]})", {{"/a/0", std::nullopt}, {"/a/0", std::nullopt}}),
            R"({"a":[3]})");
  EXPECT_EQ(Apply(R"({"a":[1]})", {{"/a/-", "2"}, {"/a/2", "3"}, {"/a/9", "4"}}),
            R"({"a":[1,2,3]})");
  EXPECT_EQ(Apply(R"({"a":[1]})", {{"/a/0", std::nullopt}, {"/a/0", std::nullopt}}), R"({"a":[]})");
  EXPECT_EQ(Apply(R"({"a":[{"x":1,"y":2}]})", {{"/a/0/x", std::nullopt}}), R"({"a":[{"y":2}]})");
  EXPECT_EQ(Apply(R"({"a":[[[5]]]})", {{"/a/0/0/0", "6"}}), R"({"a":[[[6]]]})");
  EXPECT_EQ(Apply(R"({"a":[]})", {{"/a/-/b", "1"}, {"/a/00", "1"}}), R"({"a":{"00":1}})");
}

TEST(Patch, NamesNeedNotBeTame) {
  EXPECT_EQ(Apply("{}", {{"/a~1b", "1"}, {"/m~0n", "2"}, {"/", "3"}, {"/q\"\n", "4"}}),
            R"({"a/b":1,"m~n":2,"":3,"q\"\n":4})");
  EXPECT_EQ(Apply(R"({"a\/b":1,"m~n":2})", {{"/a~1b", std::nullopt}, {"/m~0n", std::nullopt}}),
            "{}");
  EXPECT_EQ(Apply(R"({"\u00e9":1})", {{"/é", "2"}}), R"({"é":2})");
  EXPECT_EQ(Apply("{}", {{"/x~", "1"}, {"/x~0", "2"}}), R"({"x~":2})");
}

TEST(Patch, RefusesAndLeavesTheOutputAlone) {
  EXPECT_EQ(Apply("[]", {}), "refused");
  EXPECT_EQ(Apply("5", {{"/a", "1"}}), "refused");
  EXPECT_EQ(Apply("{}", {{"", "1"}}), "refused");
  EXPECT_EQ(Apply("{\"a\":", {{"/b", "1"}}), "refused");
  std::string deep;
  for (int i = 0; i < 64; ++i) deep += "/a";
  EXPECT_NE(Apply("{}", {{deep, "1"}}), "refused");
  deep += "/a";
  EXPECT_EQ(Apply("{}", {{deep, "1"}}), "refused");
  std::string out = "kept";
  EXPECT_FALSE(ApplyPatches("{\"a\":1,\"b\"", std::vector<Patch>{{"/a", "1"}}, out));
  EXPECT_EQ(out, "kept");
}

TEST(Patch, ManyAtOnce) {
  std::vector<std::string> paths;
  std::vector<Patch> patches;
  for (int i = 0; i < 100; ++i) paths.push_back("/k" + std::to_string(i % 50));
  for (int i = 0; i < 100; ++i)
    patches.push_back({paths[static_cast<std::size_t>(i)], i < 50 ? "1" : "2"});
  const std::string out = Apply(R"({"k7":0,"x":0})", patches);
  EXPECT_TRUE(out.starts_with(R"({"x":0,"k0":2,"k1":2,)")) << out;
  EXPECT_TRUE(out.ends_with(R"("k49":2})")) << out;
}

}  // namespace
}  // namespace griot::json
