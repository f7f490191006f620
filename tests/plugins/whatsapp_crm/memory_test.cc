// What mappings remember, in a Redis that is shared, away, or slow.
#include <chrono>
#include <csignal>

#include "plugins/whatsapp_crm/mapping/lru_memory.h"
#include "plugins/whatsapp_crm/memory/redis_memory.h"
#include "tests/plugins/whatsapp_crm/hook.h"
#include "tests/support/redis_server.h"

namespace griot::whatsapp_crm {
namespace {

using mapping::LruMemory;

class Remembered : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }  // as griot does

  RedisUrl Url() {
    std::string why;
    return ParseRedisUrl(redis_.url(), &why).value();
  }
  static std::string Get(mapping::Memory& memory, std::string_view key) {
    std::string value = "left over";
    return memory.Get(key, &value) ? value : "nothing";
  }

  test::RedisServer redis_;
  const RedisUrl url_ = Url();
  fake::Host host_;
};

TEST_F(Remembered, ByAllWhoShareIt) {
  LruMemory first_local(1 << 20), second_local(1 << 20), other_local(1 << 20);
  RedisMemory first(url_, "griot:memory:p\x1F", first_local, host_.context());
  RedisMemory second(url_, "griot:memory:p\x1F", second_local, host_.context());
  RedisMemory other(url_, "griot:memory:q\x1F", other_local, host_.context());
  EXPECT_EQ(Get(second, "k"), "nothing");
  first.Put("k", "one");
  EXPECT_EQ(Get(second, "k"), "one");
  second.Put("k", std::string("t\0wo", 4));
  EXPECT_EQ(Get(first, "k"), std::string("t\0wo", 4)) << "what stands here is older";
  EXPECT_EQ(Get(other, "k"), "nothing") << "another project's";
  const int left = std::stoi(redis_.Command({"TTL", "griot:memory:p\x1Fk"}));
  EXPECT_GT(left, 29 * 86400);
  EXPECT_LE(left, 30 * 86400);
}

TEST_F(Remembered, AcrossARestartOfRedis) {
  LruMemory local(1 << 20), fresh(1 << 20);
  RedisMemory memory(url_, "m:", local, host_.context());
  memory.Put("k", "one");
  redis_.Stop();
  redis_.Start();
  // The connection that ended meanwhile costs nothing: what this process does not know comes back.
  redis_.Command({"SET", "m:other", "two"});
  EXPECT_EQ(Get(memory, "other"), "two");
  RedisMemory again(url_, "m:", fresh, host_.context());
  EXPECT_EQ(Get(again, "k"), "one");
  EXPECT_EQ(host_.health("memory"), GRIOT_HEALTHY);
}

TEST_F(Remembered, WithoutRedisWhatThisProcessHeard) {
  LruMemory local(1 << 20);
  redis_.Kill();
  RedisMemory memory(url_, "m:", local, host_.context());
  memory.Put("k", "one");
  EXPECT_EQ(Get(memory, "k"), "one");
  EXPECT_EQ(Get(memory, "never"), "nothing");
  EXPECT_EQ(host_.health("memory"), GRIOT_DEGRADED);
  redis_.Start();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (host_.health("memory") != GRIOT_HEALTHY && std::chrono::steady_clock::now() < deadline) {
    memory.Put("later", "two");
  }
  EXPECT_EQ(redis_.Command({"GET", "m:later"}), "two");
  EXPECT_EQ(Get(memory, "k"), "one") << "which was put while Redis was away";
}

Mentions Of(std::vector<griot_identifier> identifiers) {
  griot_forget_request request{};
  request.identifiers = identifiers.data();
  request.identifier_count = static_cast<uint32_t>(identifiers.size());
  return Mentions(request);
}

TEST_F(Remembered, UntilSomebodyIsForgotten) {
  LruMemory local(1 << 20);
  RedisMemory memory(url_, "m:p\x1F", local, host_.context());
  RedisMemory other(url_, "m:q\x1F", local, host_.context());
  memory.Put(
      "meta\x1F"
      "contact\x1F"
      "+254700000001:",
      "known");
  memory.Put(
      "wati\x1F"
      "recipient\x1F"
      "m1:",
      "254700000001");
  memory.Put(
      "wati\x1F"
      "recipient\x1F"
      "m2:",
      "2547000000012");
  memory.Put(
      "chatwoot\x1F"
      "agent\x1F"
      "US.12_3:",
      "ann");
  other.Put(
      "meta\x1F"
      "contact\x1F"
      "+254700000001:",
      "known");
  for (int i = 0; i < 2000; ++i) memory.Put("x" + std::to_string(i), "y");
  const Mentions who = Of({{Str("phone"), Str("+254700000001")}, {Str("bsuid"), Str("US.12")}});
  EXPECT_EQ(memory.Forget(who), 2u);
  EXPECT_EQ(local.EraseIf([&](auto key, auto value) { return who.In(key) || who.In(value); }), 3u);
  EXPECT_EQ(Get(memory,
                "meta\x1F"
                "contact\x1F"
                "+254700000001:"),
            "nothing");
  EXPECT_EQ(Get(memory,
                "wati\x1F"
                "recipient\x1F"
                "m1:"),
            "nothing");
  EXPECT_EQ(Get(memory,
                "wati\x1F"
                "recipient\x1F"
                "m2:"),
            "2547000000012")
      << "another number";
  EXPECT_EQ(Get(memory,
                "chatwoot\x1F"
                "agent\x1F"
                "US.12_3:"),
            "ann")
      << "another id";
  EXPECT_EQ(Get(other,
                "meta\x1F"
                "contact\x1F"
                "+254700000001:"),
            "known");
  EXPECT_EQ(memory.Forget(who), 0u);
  redis_.Kill();
  EXPECT_EQ(memory.Forget(who), std::nullopt);
}

TEST_F(Remembered, ARequestWaitsForNoRedis) {
  LruMemory local(1 << 20);
  RedisMemory memory(url_, "m:", local, host_.context());
  memory.Put("k", "one");
  redis_.Freeze();
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 10'000; ++i) EXPECT_EQ(Get(memory, "k"), "one");
  const auto took = std::chrono::steady_clock::now() - begin;
  redis_.Thaw();
  // Once a second it is tried, for two steps of 250 ms; the rest is from here.
  const auto seconds = std::chrono::duration<double>(took).count();
  EXPECT_LT(seconds, 1.5) << seconds;
}

TEST_F(Remembered, BadUrlsAreRefused) {
  const auto open = [&](const std::string& url) {
    WhatsappCrm(host_.Config(
        "p/w", R"({"provider":"waha","project":"p","secrets":["s"],"memory":")" + url + "\"}"));
  };
  EXPECT_NO_THROW(open("redis://h:1"));
  EXPECT_THROW(open("http://h:1"), OptionError);
  EXPECT_THROW(open("redis://u:%zz@h"), OptionError);
}

}  // namespace
}  // namespace griot::whatsapp_crm
