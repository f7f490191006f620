// A Redis that fails: nothing is taken, the reason and the cure are named, and it heals by itself.
#include <chrono>
#include <thread>

#include "queue_fixture.h"

namespace griot::test {
namespace {

using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

void ExpectHeals(Producer* producer, uint64_t n) {
  const auto until = Clock::now() + std::chrono::seconds(10);
  Status status = Status::Ok();
  do {
    status = producer->WriteEvents(n, n + 1);
    if (!status.ok()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  } while (!status.ok() && Clock::now() < until);
  EXPECT_TRUE(status.ok()) << status.text;
  EXPECT_EQ(producer->ctx.Health("redis"), GRIOT_HEALTHY);
}

uint64_t EntriesIn(RedisServer& redis) {
  uint64_t entries = 0;
  for (int p = 0; p < 16; ++p) {
    const std::string count = redis.Command({"XLEN", "griot:q:" + std::to_string(p)});
    entries += std::strtoull(count.c_str(), nullptr, 10);
  }
  return entries;
}

TEST(SinkFailure, NothingListens) {
  Producer producer("unix:///nonexistent/redis.sock");
  EXPECT_EQ(producer.ctx.Health("redis"), GRIOT_DOWN);
  const auto begin = Clock::now();
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(producer.WriteEvents(0, 10).code, GRIOT_RETRY);
  // Cheap while it is down: the pauses between two attempts cost nothing.
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(1));
  EXPECT_THAT(producer.ctx.HealthText("redis"), HasSubstr("/nonexistent/redis.sock"));
}

TEST(SinkFailure, PasswordsAreNeverShown) {
  Producer producer("redis://user:hunter2@127.0.0.1:1/0");
  const Status status = producer.WriteEvents(0, 1);
  EXPECT_EQ(status.code, GRIOT_RETRY);
  EXPECT_THAT(status.text, testing::Not(HasSubstr("hunter2")));
  EXPECT_THAT(producer.ctx.HealthText("redis"), testing::Not(HasSubstr("hunter2")));
}

TEST(SinkFailure, DiesAndComesBack) {
  RedisServer redis;
  Producer producer(redis.url());
  ASSERT_TRUE(producer.WriteEvents(0, 10).ok());
  redis.Kill();
  EXPECT_EQ(producer.WriteEvents(10, 20).code, GRIOT_RETRY);
  EXPECT_EQ(producer.ctx.Health("redis"), GRIOT_DOWN);
  redis.Start();
  ExpectHeals(&producer, 10);
  EXPECT_EQ(EntriesIn(redis), 2u);
}

TEST(SinkFailure, ARestartBetweenTwoBatchesCostsNoBatch) {
  RedisServer redis;
  Producer producer(redis.url());
  ASSERT_TRUE(producer.WriteEvents(0, 10).ok());
  redis.Stop();
  redis.Start();
  EXPECT_TRUE(producer.WriteEvents(10, 20).ok());
}

TEST(SinkFailure, OutOfMemoryTakesNothingAndHealsWhenThereIsRoom) {
  RedisServer redis({"--maxmemory", "4mb", "--maxmemory-policy", "noeviction"});
  Producer producer(redis.url());
  Status status = Status::Ok();
  uint64_t n = 0;
  for (; status.ok() && n < 1000; ++n)
    status = producer.WriteEvents(n * 10, n * 10 + 10, "u", 9000);
  EXPECT_EQ(status.code, GRIOT_RETRY);
  EXPECT_THAT(producer.ctx.HealthText("redis"), HasSubstr("maxmemory"));
  const uint64_t before = EntriesIn(redis);
  const std::string depth = redis.Command({"HVALS", "griot:depth"});
  EXPECT_EQ(producer.WriteEvents(0, 10, "other", 9000).code, GRIOT_RETRY);
  EXPECT_EQ(EntriesIn(redis), before);
  EXPECT_EQ(redis.Command({"HVALS", "griot:depth"}), depth);

  // A full Redis must not keep a reader from taking leases and draining it.
  Consumer consumer(redis.url(), "a");
  EXPECT_EQ(consumer.Consume((n - 1) * 10).size(), (n - 1) * 10);
  consumer.Run(300);
  ExpectHeals(&producer, 0);
}

TEST(SinkFailure, FrozenIsGivenUpAfterTheTimeout) {
  RedisServer redis;
  Producer producer(redis.url());
  redis.Freeze();
  const auto begin = Clock::now();
  EXPECT_EQ(producer.WriteEvents(0, 10).code, GRIOT_RETRY);
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(7));
  EXPECT_THAT(producer.ctx.HealthText("redis"), HasSubstr("did not answer in time"));
  // The next attempts are short, or wait for their turn.
  const auto again = Clock::now();
  EXPECT_EQ(producer.WriteEvents(0, 10).code, GRIOT_RETRY);
  EXPECT_LT(Clock::now() - again, std::chrono::seconds(2));
  redis.Thaw();
  ExpectHeals(&producer, 0);
}

TEST(SinkFailure, WeakerThanThePromiseIsDownWithTheCommandsThatHealIt) {
  RedisServer redis({"--appendfsync", "everysec"});
  Producer strict(redis.url());
  EXPECT_EQ(strict.WriteEvents(0, 1).code, GRIOT_RETRY);
  EXPECT_THAT(strict.ctx.HealthText("redis"), HasSubstr("CONFIG SET appendfsync always"));
  EXPECT_EQ(EntriesIn(redis), 0u);

  Producer lenient(redis.url(), R"("durability":"process")");
  EXPECT_TRUE(lenient.WriteEvents(0, 1).ok());

  redis.Command({"CONFIG", "SET", "appendfsync", "always"});
  ExpectHeals(&strict, 0);
}

TEST(SinkFailure, ARedisThatMayEvictIsRefused) {
  RedisServer redis({"--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"});
  Producer producer(redis.url());
  EXPECT_EQ(producer.WriteEvents(0, 1).code, GRIOT_RETRY);
  EXPECT_THAT(producer.ctx.HealthText("redis"),
              HasSubstr("CONFIG SET maxmemory-policy noeviction"));
}

TEST(SinkFailure, AnotherNumberOfPartitionsIsRefused) {
  RedisServer redis;
  Producer first(redis.url());
  ASSERT_TRUE(first.WriteEvents(0, 1).ok());
  Producer second(redis.url(), R"("partitions":8)");
  EXPECT_EQ(second.WriteEvents(0, 1).code, GRIOT_RETRY);
  EXPECT_THAT(second.ctx.HealthText("redis"), HasSubstr("`partitions: 16`"));
}

TEST(SinkFailure, APasswordIsAskedForAndTaken) {
  RedisServer redis({"--requirepass", "s%cret"});
  Producer without(redis.url());
  EXPECT_EQ(without.WriteEvents(0, 1).code, GRIOT_RETRY);
  EXPECT_THAT(without.ctx.HealthText("redis"), HasSubstr("put it in `url`"));
  Producer wrong("unix://nonsense@" + redis.socket());
  EXPECT_EQ(wrong.WriteEvents(0, 1).code, GRIOT_RETRY);
  EXPECT_THAT(wrong.ctx.HealthText("redis"), HasSubstr("refuses the user or password"));
  Producer with("unix://default:s%25cret@" + redis.socket());
  EXPECT_TRUE(with.WriteEvents(0, 1).ok());
}

TEST(SinkFailure, AUserThatMayNotSeeTheSettingsIsNamed) {
  RedisServer redis;
  redis.Command({"ACL", "SETUSER", "default", "-config|get"});
  Producer producer(redis.url());
  EXPECT_EQ(producer.WriteEvents(0, 1).code, GRIOT_RETRY);
  EXPECT_THAT(producer.ctx.HealthText("redis"), HasSubstr("must see CONFIG GET appendonly"));
  redis.Command({"ACL", "SETUSER", "default", "+config|get"});
  ExpectHeals(&producer, 0);
}

TEST(SinkFailure, AReplicaIsNamed) {
  RedisServer redis;
  Producer producer(redis.url());
  redis.Command({"REPLICAOF", "127.0.0.1", "1"});
  EXPECT_EQ(producer.WriteEvents(0, 1).code, GRIOT_RETRY);
  EXPECT_THAT(producer.ctx.HealthText("redis"), HasSubstr("replica"));
  redis.Command({"REPLICAOF", "NO", "ONE"});
  ExpectHeals(&producer, 0);
}

TEST(SinkFailure, AKeyOfAnotherTypeIsNamed) {
  RedisServer redis;
  redis.Command({"SET", "griot:q:3", "x"});
  Producer producer(redis.url());
  EXPECT_EQ(producer.WriteEvents(0, 1).code, GRIOT_RETRY);
  EXPECT_THAT(producer.ctx.HealthText("redis"), HasSubstr("griot:q:3 is a string"));
}

TEST(SinkFailure, FlushedScriptsAreLoadedAgain) {
  RedisServer redis;
  Producer producer(redis.url());
  Consumer consumer(redis.url(), "a");
  ASSERT_TRUE(producer.WriteEvents(0, 5).ok());
  EXPECT_EQ(consumer.Consume(5).size(), 5u);
  redis.Command({"SCRIPT", "FLUSH"});
  ASSERT_TRUE(producer.WriteEvents(5, 10).ok());
  EXPECT_EQ(consumer.Consume(5).size(), 5u);
}

TEST(SinkFailure, TheBoundIsKeptAndHealsWhenTheQueueDrains) {
  RedisServer redis;
  Producer producer(redis.url(), R"("max_events":100)");
  ASSERT_TRUE(producer.WriteEvents(0, 60).ok());
  ASSERT_TRUE(producer.WriteEvents(60, 100, "u2").ok());
  Status status = producer.WriteEvents(100, 101);
  EXPECT_EQ(status.code, GRIOT_RETRY);
  EXPECT_EQ(status.text, "the queue is full");
  EXPECT_EQ(producer.ctx.Health("queue"), GRIOT_DEGRADED);
  EXPECT_EQ(producer.ctx.Health("redis"), GRIOT_HEALTHY);
  // Another collector sees the same depth.
  Producer other(redis.url(), R"("max_events":100)");
  EXPECT_EQ(other.WriteEvents(100, 101).code, GRIOT_RETRY);

  Consumer consumer(redis.url(), "a");
  EXPECT_EQ(consumer.Consume(100).size(), 100u);
  ExpectHeals(&producer, 100);
  EXPECT_EQ(producer.ctx.Health("queue"), GRIOT_HEALTHY);
}

TEST(SinkFailure, TheBoundInBytesHoldsToo) {
  RedisServer redis;
  Producer producer(redis.url(), R"("max_bytes":"100KiB")");
  ASSERT_TRUE(producer.WriteEvents(0, 1, "u", 90'000).ok());
  EXPECT_EQ(producer.WriteEvents(1, 2, "u2", 20'000).code, GRIOT_RETRY);
}

}  // namespace
}  // namespace griot::test
