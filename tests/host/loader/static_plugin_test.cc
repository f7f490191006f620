// What is left of a plugin whose image has gone: all that the store reads of it.
#include "host/loader/static_plugin.h"

#include <gtest/gtest.h>

#include <cstring>

namespace griot::host {
namespace {

// As in an image: it can be wiped out.
struct Image {
  char id[8] = "plugin", version[8] = "1.2.3", name[8] = "create", sql[16] = "select 1";
  char kind[8] = "session", function[16] = "apply_sessions", query[8] = "open", task[8] = "tidy";
  griot_migration migration{sizeof migration, 1, name, sql};
  griot_fact_kind fact{sizeof fact, 1, kind, function};
  griot_store_query look{sizeof look, 0, query, function};
  griot_upkeep_task work{sizeof work, 5000, task, function};
  const griot_migration* migrations[1] = {&migration};
  const griot_fact_kind* facts[1] = {&fact};
  const griot_store_query* queries[1] = {&look};
  const griot_upkeep_task* tasks[1] = {&work};
  griot_store store{sizeof store, 1, 1, 1, migrations, facts, queries};
  griot_upkeep upkeep{sizeof upkeep, 1, tasks};
};
Image* g_image = nullptr;

const void* Extension(const char* id) {
  if (std::string_view(id) == GRIOT_EXT_STORE) return &g_image->store;
  if (std::string_view(id) == GRIOT_EXT_UPKEEP) return &g_image->upkeep;
  return std::string_view(id) == GRIOT_EXT_STATE ? &g_image->store : nullptr;
}

griot_plugin PluginOf(const Image& image) {
  griot_plugin plugin{};
  plugin.struct_size = sizeof plugin;
  plugin.abi_major = GRIOT_ABI_MAJOR;
  plugin.kinds = GRIOT_KIND_TRANSFORM;
  plugin.id = image.id;
  plugin.version = image.version;
  plugin.get_extension = Extension;
  return plugin;
}

TEST(StaticPlugin, OutlivesTheImage) {
  Image image;
  g_image = &image;
  const griot_plugin original = PluginOf(image);
  const StaticPlugin* copy = StaticPlugin::Of(original, "a hash");
  ASSERT_NE(copy, nullptr);
  EXPECT_EQ(StaticPlugin::Of(original, "a hash"), copy);
  std::memset(static_cast<void*>(&image), 'x', sizeof image);
  g_image = nullptr;

  const griot_plugin& plugin = copy->plugin();
  EXPECT_STREQ(plugin.id, "plugin");
  EXPECT_STREQ(plugin.version, "1.2.3");
  EXPECT_EQ(plugin.summary, nullptr);
  EXPECT_EQ(plugin.kinds, static_cast<uint32_t>(GRIOT_KIND_TRANSFORM));
  const auto* store = static_cast<const griot_store*>(plugin.get_extension(GRIOT_EXT_STORE));
  ASSERT_NE(store, nullptr);
  ASSERT_EQ(store->migration_count, 1u);
  EXPECT_STREQ(store->migrations[0]->name, "create");
  EXPECT_STREQ(store->migrations[0]->sql, "select 1");
  ASSERT_EQ(store->fact_count, 1u);
  EXPECT_EQ(store->facts[0]->reserved, 1u);
  EXPECT_STREQ(store->facts[0]->kind, "session");
  EXPECT_STREQ(store->facts[0]->function, "apply_sessions");
  ASSERT_EQ(store->query_count, 1u);
  EXPECT_STREQ(store->queries[0]->name, "open");
  const auto* upkeep = static_cast<const griot_upkeep*>(plugin.get_extension(GRIOT_EXT_UPKEEP));
  ASSERT_NE(upkeep, nullptr);
  ASSERT_EQ(upkeep->count, 1u);
  EXPECT_EQ(upkeep->tasks[0]->every_ms, 5000u);
  EXPECT_STREQ(upkeep->tasks[0]->function, "apply_sessions");
  // What could be called went with the image.
  EXPECT_EQ(plugin.get_extension(GRIOT_EXT_STATE), nullptr);
}

TEST(StaticPlugin, EachFileHasItsOwn) {
  Image one, two;
  g_image = &one;
  const StaticPlugin* first = StaticPlugin::Of(PluginOf(one), "one file");
  g_image = &two;
  two.sql[7] = '2';
  const StaticPlugin* second = StaticPlugin::Of(PluginOf(two), "another file");
  const auto sql = [](const StaticPlugin* of) {
    return std::string(static_cast<const griot_store*>(of->plugin().get_extension(GRIOT_EXT_STORE))
                           ->migrations[0]
                           ->sql);
  };
  EXPECT_EQ(sql(first), "select 1");
  EXPECT_EQ(sql(second), "select 2");
}

TEST(StaticPlugin, OneWithoutExtensionsHasNone) {
  const Image image;
  griot_plugin plain = PluginOf(image);
  plain.get_extension = nullptr;
  EXPECT_EQ(StaticPlugin::Of(plain, "a third")->plugin().get_extension, nullptr);
}

}  // namespace
}  // namespace griot::host
