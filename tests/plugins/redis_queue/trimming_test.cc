// What was handled leaves the queue, and nothing else does.
#include "reader_fixture.h"

namespace griot::test {
namespace {

using testing::HasSubstr;

class Trimming : public ReaderTest {};

TEST_F(Trimming, TrimmedPendingEntriesAreCountedAndTold) {
  WriteSingly(0, 10);
  Consumer dead(redis_.url(), "dead");
  EXPECT_EQ(dead.Receive(10).size(), 10u);
  dead.Die();
  for (int p = 0; p < 16; ++p) {
    redis_.Command({"XTRIM", "griot:q:" + std::to_string(p), "MAXLEN", "=", "4"});
  }
  Consumer heir(redis_.url(), "heir");
  EXPECT_EQ(Numbers(heir.Consume(4)), UpTo(10, 6));
  EXPECT_EQ(heir.ctx.Metric("queue_trimmed_pending_total"), 6);
  EXPECT_EQ(heir.ctx.Health("queue_loss"), GRIOT_DEGRADED);
}

TEST_F(Trimming, TrimmingGivesTheMemoryBack) {
  Consumer consumer(redis_.url(), "a");
  for (uint64_t n = 0; n < 200; ++n) {
    ASSERT_TRUE(producer_.WriteEvents(n * 10, n * 10 + 10, "user" + std::to_string(n), 1000).ok());
  }
  EXPECT_EQ(consumer.Consume(2000).size(), 2000u);
  consumer.Run(500);
  EXPECT_EQ(Streams("XLEN"), "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 ");
  producer_.sink->Tick(0);
  EXPECT_EQ(producer_.ctx.Metric("queue_depth_events"), 0);
  EXPECT_EQ(producer_.ctx.Metric("queue_depth_bytes"), 0);
}

TEST_F(Trimming, AnotherGroupOfTheListHoldsTheTrim) {
  const std::string both = R"("lease":"300ms","groups":["griot","audit"])";
  Consumer main(redis_.url(), "a", both);
  WriteSingly(0, 20);
  EXPECT_EQ(main.Consume(20).size(), 20u);
  main.Run(400);
  EXPECT_THAT(Streams("XLEN"), HasSubstr("20"));
  // The depth is what the first group has still to do.
  producer_.sink->Tick(0);
  EXPECT_EQ(producer_.ctx.Metric("queue_depth_events"), 0);

  Consumer audit(redis_.url(), "a", both + R"(,"group":"audit")");
  EXPECT_EQ(Numbers(audit.Consume(20)), UpTo(20));
  audit.Run(400);
  EXPECT_THAT(Streams("XLEN"), testing::Not(HasSubstr("20")));
  EXPECT_EQ(main.ctx.Health("queue_groups"), GRIOT_HEALTHY);
}

TEST_F(Trimming, AForeignGroupHoldsNothingAndIsNamed) {
  Consumer consumer(redis_.url(), "a");
  consumer.Run(100);
  for (int p = 0; p < 16; ++p) {
    redis_.Command({"XGROUP", "CREATE", "griot:q:" + std::to_string(p), "stranger", "0"});
  }
  WriteSingly(0, 20);
  EXPECT_EQ(consumer.Consume(20).size(), 20u);
  consumer.Run(400);
  EXPECT_THAT(Streams("XLEN"), testing::Not(HasSubstr("20")));
  EXPECT_EQ(consumer.ctx.Health("queue_groups"), GRIOT_DEGRADED);
  EXPECT_THAT(consumer.ctx.HealthText("queue_groups"), HasSubstr("stranger"));
}

TEST_F(Trimming, ALostCountHealsWhenTheQueueIsEmpty) {
  Consumer consumer(redis_.url(), "a");
  redis_.Command({"HSET", "griot:depth", "n", "777", "b", "888"});
  WriteSingly(0, 50);
  EXPECT_EQ(consumer.Consume(50).size(), 50u);
  consumer.Run(400);
  EXPECT_EQ(redis_.Command({"HMGET", "griot:depth", "n", "b"}), "0\n0");
}

}  // namespace
}  // namespace griot::test
