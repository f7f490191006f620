// One reader: what is in flight, what its host can take, and what becomes of Redis under it.
#include "reader_fixture.h"

namespace griot::test {
namespace {

class Reading : public ReaderTest {};

TEST_F(Reading, WhatIsInFlightIsNotReadAgainAfterALostConnection) {
  WriteSingly(0, 20);
  Consumer consumer(redis_.url(), "a");
  EXPECT_EQ(consumer.Receive(20).size(), 20u);
  redis_.Command({"CLIENT", "KILL", "TYPE", "normal"});
  EXPECT_EQ(consumer.Receive(1, 500).size(), 0u);
  consumer.SettleAll();
  WriteSingly(20, 25);
  EXPECT_EQ(Numbers(consumer.Consume(5)), UpTo(25, 20));
  EXPECT_EQ(consumer.ctx.Metric("queue_redelivered_total"), 0);
}

TEST_F(Reading, WhatTheHostCouldNotTakeComesAgainInOrder) {
  WriteSingly(0, 50);
  Consumer consumer(redis_.url(), "a");
  EXPECT_EQ(consumer.Receive(50).size(), 50u);
  consumer.SettleAll(GRIOT_RETRY);
  WriteSingly(50, 60);
  EXPECT_EQ(Numbers(consumer.Consume(60)), UpTo(60));
}

TEST_F(Reading, AFullHostIsOfferedItAgain) {
  WriteSingly(0, 50);
  Consumer consumer(redis_.url(), "a");
  consumer.ctx.full = true;
  EXPECT_EQ(consumer.Receive(1, 200).size(), 0u);
  consumer.ctx.full = false;
  EXPECT_EQ(Numbers(consumer.Consume(50)), UpTo(50));
}

TEST_F(Reading, AHostWithLittleRoomGetsLess) {
  for (uint64_t n = 0; n < 40; ++n) {
    ASSERT_TRUE(producer_.WriteEvents(n, n + 1, "u1", 5000).ok());
  }
  Consumer consumer(redis_.url(), "a");
  consumer.ctx.room = 12'000;
  EXPECT_EQ(Numbers(consumer.Consume(40)), UpTo(40));
}

TEST_F(Reading, AtMostThreeSubmissionsAreUnsettled) {
  Consumer consumer(redis_.url(), "a", R"("lease":"300ms","batch":1)");
  WriteSingly(0, 40);
  (void)consumer.Receive(40, 400);
  EXPECT_EQ(consumer.unsettled.size(), 3u);
}

TEST_F(Reading, RedisRestartsUnderAReader) {
  Consumer consumer(redis_.url(), "a");
  WriteSingly(0, 20);
  const auto before = Numbers(consumer.Receive(20));
  EXPECT_EQ(before, UpTo(20));
  redis_.Kill();
  EXPECT_EQ(consumer.Receive(1, 200).size(), 0u);
  EXPECT_EQ(consumer.ctx.Health("redis"), GRIOT_DOWN);
  redis_.Start();
  consumer.SettleAll();  // the ack waits until the connection is back
  for (int i = 0; i < 200 && !producer_.WriteEvents(20, 21).ok(); ++i) Sleep(20);
  EXPECT_EQ(Numbers(consumer.Consume(1)), UpTo(21, 20));
  consumer.Run(300);
  EXPECT_EQ(redis_.Command({"HGET", "griot:depth", "n"}), "0");
}

TEST_F(Reading, AFlushedRedisIsSetUpAgain) {
  Consumer consumer(redis_.url(), "a");
  WriteSingly(0, 20);
  const auto before = consumer.Consume(20);
  ASSERT_EQ(before.size(), 20u);
  redis_.Command({"FLUSHALL"});
  WriteSingly(20, 40);
  const auto after = consumer.Consume(20);
  EXPECT_EQ(Numbers(after), UpTo(40, 20));
  // A store that has seen the fences from before must take those from after.
  EXPECT_GT(after[0].fence, before[0].fence);
}

TEST_F(Reading, ADeletedStreamIsSetUpAgain) {
  Consumer consumer(redis_.url(), "a");
  consumer.Run(100);
  for (int p = 0; p < 16; ++p) redis_.Command({"DEL", "griot:q:" + std::to_string(p)});
  WriteSingly(0, 20);
  EXPECT_EQ(Numbers(consumer.Consume(20)), UpTo(20));
}

}  // namespace
}  // namespace griot::test
