// Entries that are not what they should be: dead with their bytes, or waiting for an upgrade.
#include <numeric>
#include <thread>

#include "queue_fixture.h"

namespace griot::test {
namespace {

using testing::HasSubstr;

class BadEntry : public testing::Test {
 protected:
  void Add(std::initializer_list<std::string_view> fields) {
    std::vector<std::string_view> words{"XADD", "griot:q:0", "*"};
    words.insert(words.end(), fields.begin(), fields.end());
    // Command takes a list; the few shapes that are used here have six fields or two.
    if (fields.size() == 2) {
      redis_.Command({words[0], words[1], words[2], words[3], words[4]});
    } else {
      redis_.Command({words[0], words[1], words[2], words[3], words[4], words[5], words[6],
                      words[7], words[8]});
    }
  }
  uint64_t Pending() {
    const std::string summary = redis_.Command({"XPENDING", "griot:q:0", "griot"});
    return std::strtoull(summary.c_str(), nullptr, 10);
  }

  RedisServer redis_;
  Producer producer_{redis_.url()};
};

TEST_F(BadEntry, DamageBecomesADeadRecordWithItsBytesAndHoldsNothingUp) {
  Consumer consumer(redis_.url(), "a");
  ASSERT_TRUE(producer_.WriteEvents(0, 5).ok());
  Add({"v", "1", "n", "1", "b", "garbage"});
  Add({"hello", "world"});
  Add({"v", "x", "n", "1", "b", "later"});
  Add({"v", "0", "n", "1", "b", "zero"});
  ASSERT_TRUE(producer_.WriteEvents(5, 10).ok());
  EXPECT_EQ(consumer.Consume(14).size(), 10u);
  ASSERT_EQ(consumer.settled.size(), 4u);
  for (const GotSettled& dead : consumer.settled) {
    EXPECT_EQ(dead.kind, GRIOT_DEAD);
    EXPECT_EQ(dead.reason, "bad_entry");
    EXPECT_EQ(dead.stage, "p/queue");
    EXPECT_EQ(dead.event.stream, "griot:q:0");
    EXPECT_THAT(dead.detail, HasSubstr("griot:q:0 "));
  }
  EXPECT_EQ(consumer.settled[0].raw, "garbage");
  EXPECT_EQ(consumer.settled[1].raw, "hello=world\n");
  EXPECT_NE(std::memcmp(&consumer.settled[0].event.raw.id, &consumer.settled[1].event.raw.id, 16),
            0);
  EXPECT_EQ(Pending(), 0u);
}

TEST_F(BadEntry, ItsIdIsTheSameWhenItComesAgain) {
  Add({"hello", "world"});
  Consumer first(redis_.url(), "a");
  (void)first.Receive(1);
  first.Die();
  Consumer second(redis_.url(), "a");
  (void)second.Receive(1);
  ASSERT_EQ(first.settled.size(), 1u);
  ASSERT_EQ(second.settled.size(), 1u);
  EXPECT_EQ(std::memcmp(&first.settled[0].event.raw.id, &second.settled[0].event.raw.id, 16), 0);
}

TEST_F(BadEntry, ARightCheckAroundWrongRecordsIsDamageToo) {
  redis_queue::BlockWriter writer;
  TestBatch batch;
  writer.AddEvent(batch.Add(1));
  writer.AddEvent(batch.Add(2));
  griot_event nameless = batch.Add(3);
  nameless.name = {};
  writer.AddEvent(nameless);
  Add({"v", "1", "n", "3", "b", writer.Finish()});
  writer.Clear();
  writer.AddEvent(batch.Add(4));
  Add({"v", "1", "n", "2", "b", writer.Finish()});  // says two, holds one
  writer.Clear();
  griot_event refused = batch.Add(5);
  refused.name = Str("refuse me");  // the host does
  writer.AddEvent(refused);
  Add({"v", "1", "n", "1", "b", writer.Finish()});

  Consumer consumer(redis_.url(), "a");
  EXPECT_EQ(consumer.Consume(3).size(), 0u);
  ASSERT_EQ(consumer.settled.size(), 3u);
  EXPECT_THAT(consumer.settled[0].detail, HasSubstr("without id, name or project"));
  EXPECT_THAT(consumer.settled[1].detail, HasSubstr("holds 1 events, its entry says 2"));
  EXPECT_THAT(consumer.settled[2].detail, HasSubstr("refuses"));
  EXPECT_EQ(Pending(), 0u);
}

TEST_F(BadEntry, ANewerVersionWaitsUnacknowledgedAndIsNamed) {
  TestBatch elsewhere;
  griot_event& e = elsewhere.Add(100);
  e.key = 5;
  TestBatch before, after;
  before.Add(1).key = 16;
  after.Add(2).key = 16;
  ASSERT_TRUE(producer_.Write(before).ok());
  Add({"v", "2", "n", "1", "b", "from the future"});
  ASSERT_TRUE(producer_.Write(after).ok());
  ASSERT_TRUE(producer_.Write(elsewhere).ok());

  Consumer consumer(redis_.url(), "a");
  const auto got = Numbers(consumer.Consume(3, 700));
  EXPECT_THAT(got, testing::UnorderedElementsAre(1, 100));  // what follows it waits too
  EXPECT_EQ(consumer.settled.size(), 0u);
  EXPECT_EQ(consumer.ctx.Health("queue_format"), GRIOT_DOWN);
  EXPECT_THAT(consumer.ctx.HealthText("queue_format"), HasSubstr("format version 2"));
  EXPECT_GE(Pending(), 1u);

  // As when a newer reader has handled it: this one goes on behind it.
  const std::string list = redis_.Command({"XPENDING", "griot:q:0", "griot", "-", "+", "1"});
  redis_.Command({"XACK", "griot:q:0", "griot", list.substr(0, list.find('\n'))});
  EXPECT_EQ(Numbers(consumer.Consume(1)), std::vector<uint64_t>{2});
  EXPECT_EQ(consumer.ctx.Health("queue_format"), GRIOT_HEALTHY);
}

}  // namespace
}  // namespace griot::test
