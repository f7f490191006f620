#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/host/config/support.h"

namespace griot::config::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

void AddUsual(Workspace* space) {
  space->catalogue.Add("whatsapp_crm", kSourceBit)
      .Add("redis_queue", kSourceBit | kSinkBit)
      .Add("session_enricher", kTransformBit)
      .Add("postgres_writer", kSinkBit)
      .Add("dashboard", kServiceBit);
}

TEST(Load, TheShapeOfThePipelineFile) {
  Workspace space;
  AddUsual(&space);
  space.env = {{"GRIOT_WHATSAPP_SECRET", "s3cret"}, {"GRIOT_REDIS", "redis://r"}};
  space.Write("pipelines/quick.yaml", R"(# a comment
griot: 1
http: {listen: "127.0.0.1:8080", workers: 2, trusted_proxies: [127.0.0.1, 10.0.0.0/8, "::1/128"]}
memory: 256MiB
plugins: [../plugins, /opt/griot/plugins]
pipelines:
  collect:
    sources:    [{id: whatsapp, plugin: whatsapp_crm, options: {project: default, secrets: ["${GRIOT_WHATSAPP_SECRET}"]}}]
    transforms: []
    sinks:      [{id: queue, plugin: redis_queue, options: {url: "${GRIOT_REDIS}"}}]
  process:
    lanes: 4
    sources: [{plugin: redis_queue}]
    transforms:
      - plugin: session_enricher
        options:
    sinks:
      - {id: postgres, plugin: postgres_writer}
      - {id: spare, plugin: postgres_writer, mode: best_effort}
services: [{id: dashboard, plugin: dashboard, options: {}}]
)");
  Loaded loaded = space.Load();
  ASSERT_THAT(space.Problems(), IsEmpty());
  const Definition& def = loaded.def;
  EXPECT_TRUE(loaded.ok());
  ASSERT_TRUE(def.http);
  EXPECT_EQ(def.http->address, "127.0.0.1");
  EXPECT_EQ(def.http->port, 8080);
  EXPECT_EQ(def.http->workers, 2u);
  EXPECT_THAT(def.http->trusted_proxies, ElementsAre("127.0.0.1", "10.0.0.0/8", "::1/128"));
  EXPECT_EQ(def.memory_bytes, uint64_t{256} << 20);
  EXPECT_THAT(def.plugin_dirs,
              ElementsAre((space.dir_ / "plugins").string(), "/opt/griot/plugins"));
  EXPECT_EQ(space.catalogue.dirs_, def.plugin_dirs);
  ASSERT_EQ(def.pipelines.size(), 2u);

  const PipelineDef& collect = def.pipelines[0];
  EXPECT_EQ(collect.name, "collect");
  EXPECT_EQ(collect.lanes, 0u);
  EXPECT_EQ(collect.at.line, 7);
  EXPECT_EQ(collect.at.column, 3);
  ASSERT_EQ(collect.sources.size(), 1u);
  EXPECT_EQ(collect.sources[0].id, "whatsapp");
  EXPECT_EQ(collect.sources[0].plugin, "whatsapp_crm");
  EXPECT_EQ(collect.sources[0].options_json, R"({"project":"default","secrets":["s3cret"]})");
  EXPECT_EQ(collect.sources[0].at.line, 8);
  EXPECT_EQ(collect.sources[0].at.column, 18);
  EXPECT_EQ(collect.sources[0].plugin_at.column, 41);
  EXPECT_THAT(collect.transforms, IsEmpty());
  EXPECT_EQ(collect.sinks[0].options_json, R"({"url":"redis://r"})");

  const PipelineDef& process = def.pipelines[1];
  EXPECT_EQ(process.lanes, 4u);
  EXPECT_EQ(process.sources[0].id, "redis_queue") << "the plugin's name by default";
  EXPECT_EQ(process.transforms[0].options_json, "{}");
  EXPECT_TRUE(process.sinks[0].required);
  EXPECT_FALSE(process.sinks[1].required);
  ASSERT_EQ(def.services.size(), 1u);
  EXPECT_EQ(def.services[0].id, "dashboard");
}

TEST(Load, WhatMayBeLeftOut) {
  Workspace space;
  AddUsual(&space);
  space.Write("f.yaml", "griot: 1\nservices: [{plugin: dashboard}]\nplugins:\npipelines:\n");
  Loaded loaded = space.Load();
  EXPECT_TRUE(loaded.ok());
  EXPECT_FALSE(loaded.def.http);
  EXPECT_EQ(loaded.def.memory_bytes, kDefaultMemoryBytes);
  EXPECT_EQ(loaded.def.swap.batches, 50u);
  EXPECT_EQ(loaded.def.swap.probation_ns, 10'000'000'000u);
}

TEST(Load, WhatASwapHasToStand) {
  Workspace space;
  AddUsual(&space);
  space.Write("f.yaml",
              "griot: 1\nswap: {probation: 2s, batches: 7, deadline: 300ms, memory: 1MiB}\n"
              "services: [{plugin: dashboard}]\n");
  const Loaded loaded = space.Load();
  ASSERT_THAT(space.Problems(), IsEmpty());
  EXPECT_EQ(loaded.def.swap.probation_ns, 2'000'000'000u);
  EXPECT_EQ(loaded.def.swap.batches, 7u);
  EXPECT_EQ(loaded.def.swap.deadline_ns, 300'000'000u);
  EXPECT_EQ(loaded.def.swap.memory_bytes, uint64_t{1} << 20);
}

TEST(Load, WhatIsWrongWithIt) {
  Workspace space;
  AddUsual(&space);
  space.Write("f.yaml",
              "griot: 1\nswap: {probation: soon, batches: -1, deadline: 0s, other: 1}\n"
              "services: [{plugin: dashboard}]\n");
  (void)space.Load();
  EXPECT_THAT(space.Problems(),
              ::testing::UnorderedElementsAre(
                  ::testing::HasSubstr("swap.probation: \"soon\" is no duration"),
                  ::testing::HasSubstr("swap.batches"),
                  ::testing::HasSubstr("swap.deadline: no call can be that quick"),
                  ::testing::HasSubstr("swap.other: unknown key")));
}

TEST(Load, SeveralFilesAreOneDefinition) {
  Workspace space;
  AddUsual(&space);
  std::string pipeline = "{sources: [{plugin: redis_queue}], sinks: [{plugin: postgres_writer}]}";
  space.Write(
      "a/one.yaml",
      "griot: 1\nhttp: {listen: \"[::1]:0\"}\nplugins: [p]\npipelines:\n  one: " + pipeline + "\n");
  space.Write("b/two.yaml", "griot: 1\nmemory: 1GiB\nplugins: [./p, ../a/p]\npipelines:\n  two: " +
                                pipeline + "\n");
  ASSERT_THAT(space.Problems(), IsEmpty());
  Definition def = space.Load().def;
  EXPECT_EQ(def.http->address, "::1");
  EXPECT_EQ(def.http->port, 0);
  EXPECT_EQ(def.memory_bytes, uint64_t{1} << 30);
  EXPECT_THAT(def.plugin_dirs,
              ElementsAre((space.dir_ / "a/p").string(), (space.dir_ / "b/p").string()))
      << "each from its own file, none twice";
  ASSERT_EQ(def.pipelines.size(), 2u);
  EXPECT_EQ(def.pipelines[1].name, "two");
  EXPECT_EQ(def.files, space.files_);
}

TEST(Load, AnchorsAreCopiedOut) {
  Workspace space;
  AddUsual(&space);
  space.Write("f.yaml", R"(griot: 1
pipelines:
  a: {sources: [&in {plugin: redis_queue, options: {group: g}}], sinks: [{plugin: postgres_writer}]}
  b: {sources: [*in], sinks: [{plugin: postgres_writer}]}
)");
  ASSERT_THAT(space.Problems(), IsEmpty());
  Definition def = space.Load().def;
  EXPECT_EQ(def.pipelines[1].sources[0].options_json, R"({"group":"g"})");
}

TEST(Load, WhatTheCatalogueCannotReadIsAWarning) {
  Workspace space;
  AddUsual(&space);
  space.catalogue.errors_ = {"x.so: not an ELF file"};
  space.Write("f.yaml", "griot: 1\nservices: [{plugin: dashboard}]\n");
  Loaded loaded = space.Load();
  EXPECT_TRUE(loaded.ok());
  EXPECT_THAT(loaded.warnings, ElementsAre("x.so: not an ELF file"));
}

TEST(Load, ByteOrderMarkAndWindowsLinesAreNoMatter) {
  Workspace space;
  AddUsual(&space);
  space.Write("f.yaml",
              "\xef\xbb\xbfgriot: 1\r\nservices:\r\n  - plugin: dashboard\r\n    bad: 1\r\n");
  EXPECT_THAT(space.Problems(),
              ElementsAre("f.yaml:4:5: services[0].bad: unknown key (known: id, plugin, options)"));
}

TEST(Load, ColumnsAreCountedInCharacters) {
  Workspace space;
  AddUsual(&space);
  space.Write("f.yaml", "griot: 1\n# é\nservices: [{plugin: dashboard, id: \"é€😀\", bad: 1}]\n");
  EXPECT_THAT(
      space.Problems(),
      ElementsAre("f.yaml:3:36: services[0].id: \"é€😀\" is not a good name (lower-case "
                  "letters, digits, _ and -, a letter first, at most 63)",
                  "f.yaml:3:43: services[0].bad: unknown key (known: id, plugin, options)"));
}

}  // namespace
}  // namespace griot::config::test
