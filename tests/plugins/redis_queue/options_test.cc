#include "options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "griot/cpp/status.hpp"
#include "griot/json.hpp"
#include "griot/redis_url.hpp"

namespace griot::redis_queue {
namespace {

using testing::HasSubstr;

RedisUrl Parse(std::string_view url) {
  std::string why;
  const auto endpoint = ParseRedisUrl(url, &why);
  EXPECT_TRUE(endpoint) << url << ": " << why;
  return endpoint.value_or(RedisUrl{});
}

TEST(Url, AllForms) {
  EXPECT_EQ(Parse("redis://localhost").host, "localhost");
  EXPECT_EQ(Parse("redis://localhost").port, 6379);
  EXPECT_EQ(Parse("redis://10.0.0.1:7000/3").db, 3);
  EXPECT_EQ(Parse("redis://10.0.0.1:7000/3").port, 7000);
  EXPECT_EQ(Parse("redis://[::1]:7000").host, "::1");
  EXPECT_EQ(Parse("redis://[::1]").Shown(), "[::1]:6379");
  EXPECT_EQ(Parse("redis://me:p%40ss@h").user, "me");
  EXPECT_EQ(Parse("redis://me:p%40ss@h").password, "p@ss");
  EXPECT_EQ(Parse("redis://:secret@h").password, "secret");
  EXPECT_EQ(Parse("redis://secret@h").password, "secret");
  EXPECT_EQ(Parse("redis://me:p@ss@h").password, "p@ss");
  EXPECT_EQ(Parse("unix:///run/redis.sock").path, "/run/redis.sock");
  EXPECT_EQ(Parse("unix:///run/redis.sock?db=2").db, 2);
  EXPECT_EQ(Parse("unix://me:pw@/run/r@dis.sock").path, "/run/r@dis.sock");
  EXPECT_EQ(Parse("unix://me:pw@/run/redis.sock").password, "pw");
}

TEST(Url, WhatIsNoneIsRefusedWithoutShowingIt) {
  for (const char* url :
       {"", "localhost:6379", "http://h", "redis://", "redis://:p@", "redis://h:0",
        "redis://h:65536", "redis://h:12x", "redis://h/x", "redis://h/-1", "redis://hunter%2@h",
        "redis://[::1", "redis://[::1]x", "unix://", "unix://relative", "unix:///s?db=x"}) {
    std::string why;
    EXPECT_FALSE(ParseRedisUrl(url, &why)) << url;
    EXPECT_FALSE(why.empty()) << url;
    EXPECT_THAT(why, testing::Not(HasSubstr("hunter")));
  }
}

TEST(Url, ThePasswordIsNotShown) { EXPECT_EQ(Parse("redis://me:hunter2@h:1/2").Shown(), "h:1"); }

TEST(Options, Defaults) {
  const Options options = ParseOptions(R"({"url":"redis://h"})");
  EXPECT_EQ(options.partitions, 16u);
  EXPECT_TRUE(options.power_cut);
  EXPECT_EQ(options.max_events, 2'000'000u);
  EXPECT_EQ(options.max_bytes, uint64_t{1} << 30);
  EXPECT_EQ(options.group, "griot");
  EXPECT_EQ(options.groups, std::vector<std::string>{"griot"});
  EXPECT_EQ(options.lease, std::chrono::seconds(5));
  EXPECT_EQ(options.batch, 5000u);
}

TEST(Options, AllOfThem) {
  const Options options = ParseOptions(R"({"url":"redis://h","partitions":4,
      "durability":"process","max_events":10,"max_bytes":"2MB","group":"b","groups":["a","b"],
      "lease":"300ms","batch":7})");
  EXPECT_EQ(options.partitions, 4u);
  EXPECT_FALSE(options.power_cut);
  EXPECT_EQ(options.max_events, 10u);
  EXPECT_EQ(options.max_bytes, 2'000'000u);
  EXPECT_EQ(options.groups, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(options.lease, std::chrono::milliseconds(300));
  EXPECT_EQ(options.batch, 7u);
}

std::string Refusal(std::string_view json) {
  try {
    ParseOptions(json);
  } catch (const OptionError& error) {
    return error.what();
  }
  return {};
}

TEST(Options, WhatASchemaCannotSayIsRefusedByName) {
  EXPECT_THAT(Refusal(R"({"url":"nonsense"})"), HasSubstr("url:"));
  EXPECT_THAT(Refusal(R"({"url":"redis://h","group":"a","groups":["b"]})"), HasSubstr("groups:"));
  EXPECT_THAT(Refusal(R"({"url":"redis://h","lease":"50ms"})"), HasSubstr("lease:"));
  EXPECT_THAT(Refusal(R"({"url":"redis://h","lease":"11m"})"), HasSubstr("lease:"));
  EXPECT_THAT(Refusal(R"({"url":"redis://h","max_bytes":"0B"})"), HasSubstr("max_bytes:"));
}

TEST(Options, TheSchemaIsJsonAndHidesTheUrl) {
  json::Document schema;
  ASSERT_TRUE(schema.Parse(kOptionsSchema).ok());
  EXPECT_TRUE(schema.root().FindPath("/properties/url/writeOnly").boolean().value_or(false));
  for (const auto& [name, option] : schema.root().Find("properties").members()) {
    EXPECT_TRUE(option.Find("description").is_string());
  }
}

}  // namespace
}  // namespace griot::redis_queue
