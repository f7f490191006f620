#include <gtest/gtest.h>

#include "host/config/json.h"
#include "tests/host/config/support.h"

namespace griot::config::test {
namespace {

const Json* At(const Json* json, std::initializer_list<std::string_view> path) {
  for (std::string_view key : path) {
    if (json != nullptr) json = json->Find(key);
  }
  return json;
}

TEST(ComposeSchema, HoldsEachPluginWhereItsKindAllows) {
  FakeCatalogue catalogue;
  catalogue
      .Add("in", kSourceBit, R"({"$id":"x","type":"object","properties":{
         "n":{"type":"integer","description":"How many."},"s":{"type":"string"}}})")
      .Add("both", kSourceBit | kSinkBit)
      .Add("broken", kSinkBit, "{");
  std::string error;
  auto schema = ParseJson(ComposeSchema(catalogue.entries_), &error);
  ASSERT_TRUE(schema) << error;
  EXPECT_EQ(At(&*schema, {"$schema"})->text, "http://json-schema.org/draft-07/schema#");
  auto ids = [&](std::string_view kind) {
    const Json* list = At(&*schema, {"definitions", kind, "properties", "plugin", "anyOf"});
    return list == nullptr ? "" : WriteJson(*list->items[0].Find("enum"));
  };
  EXPECT_EQ(ids("source"), R"(["in","both"])");
  EXPECT_EQ(ids("sink"), R"(["both","broken"])");
  EXPECT_EQ(ids("transform"), "");
  EXPECT_NE(At(&*schema, {"definitions", "sink", "properties", "mode"}), nullptr);
  EXPECT_EQ(At(&*schema, {"definitions", "source", "properties", "mode"}), nullptr);
  const Json* options = At(&*schema, {"definitions", "options_in"});
  ASSERT_NE(options, nullptr);
  EXPECT_EQ(options->Find("$id"), nullptr) << "it would move the base of every reference";
  EXPECT_EQ(WriteJson(*At(options, {"properties"})),
            R"({"n":{"anyOf":[{"description":"How many.","type":"integer"},)"
            R"({"pattern":"\\$\\{","type":"string"}],"description":"How many."},)"
            R"("s":{"type":"string"}})")
      << "an editor must take ${N} where an integer is asked";
}

}  // namespace
}  // namespace griot::config::test
