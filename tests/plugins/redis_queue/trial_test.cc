// Entries that end the process each time: tried alone, then given up; and what is no death.
#include <sstream>

#include "reader_fixture.h"

namespace griot::test {
namespace {

using testing::HasSubstr;

class TrialTest : public ReaderTest {
 protected:
  // A reader that gets these, and dies of it.
  void Die(size_t count, int times) {
    for (int i = 0; i < times; ++i) {
      Consumer consumer(redis_.url(), "same");
      ASSERT_EQ(consumer.Receive(count).size(), count) << "death " << i;
      consumer.Die();
    }
  }
  // The delivery counts of what is pending, of all partitions.
  std::vector<std::string> Counts() {
    std::vector<std::string> counts;
    for (int p = 0; p < 16; ++p) {
      const std::string key = "griot:q:" + std::to_string(p);
      std::istringstream lines(redis_.Command({"XPENDING", key, "griot", "-", "+", "100"}));
      std::string line;
      for (int i = 0; std::getline(lines, line); ++i) {
        if (i % 4 == 3) counts.push_back(line);
      }
    }
    return counts;
  }
};

TEST_F(TrialTest, WhoeverWasThereWhenItsOwnersDiedGoesAlone) {
  WriteSingly(0, 3);
  Die(3, 5);
  EXPECT_EQ(Counts(), std::vector<std::string>(3, "5"));
  WriteSingly(3, 6);
  Consumer heir(redis_.url(), "same");
  for (uint64_t n = 0; n < 3; ++n) {
    EXPECT_EQ(Numbers(heir.Receive(2, 200)), UpTo(n + 1, n));
    heir.SettleAll();
  }
  EXPECT_EQ(heir.ctx.Metric("queue_trials_total"), 3);
  EXPECT_EQ(Numbers(heir.Receive(3)), UpTo(6, 3));  // which are no suspects
}

TEST_F(TrialTest, OnlyTheOneOnTrialIsBlamedAndThenGivenUp) {
  WriteSingly(0, 3);
  Die(3, 5);
  {
    Consumer consumer(redis_.url(), "same");
    EXPECT_EQ(Numbers(consumer.Receive(1)), UpTo(1));
    consumer.SettleAll();
    EXPECT_EQ(Numbers(consumer.Receive(1)), UpTo(2, 1));
    consumer.Die();
  }
  EXPECT_EQ(redis_.Command({"EXISTS", "griot:trial:griot"}), "1");
  Die(1, 2);
  Consumer heir(redis_.url(), "same");
  EXPECT_EQ(Numbers(heir.Consume(2)), UpTo(3, 2));
  ASSERT_EQ(heir.settled.size(), 1u);
  EXPECT_EQ(heir.settled[0].reason, "crashes");
  EXPECT_EQ(heir.settled[0].raw, "");
  EXPECT_EQ(NumberOf(heir.settled[0].event.raw.id), 1u);
  EXPECT_THAT(heir.settled[0].detail, HasSubstr("ended 8 times"));
  heir.Run(50);
  EXPECT_EQ(redis_.Command({"EXISTS", "griot:trial:griot"}), "0");
  EXPECT_TRUE(Counts().empty());
}

TEST_F(TrialTest, WhatEndsItAsADeadLetterTooIsGivenUpAsBytes) {
  WriteSingly(0, 1);
  for (int i = 0; i < 11; ++i) {
    Consumer consumer(redis_.url(), "same");
    (void)consumer.Receive(1);
    EXPECT_EQ(consumer.settled.size(), i < 8 ? 0u : 1u) << i;
    consumer.Die();
  }
  Consumer heir(redis_.url(), "same");
  EXPECT_EQ(heir.Consume(1).size(), 0u);
  ASSERT_EQ(heir.settled.size(), 1u);
  EXPECT_EQ(heir.settled[0].reason, "crashes");
  EXPECT_NE(heir.settled[0].raw, "");
  EXPECT_TRUE(Counts().empty());
}

TEST_F(TrialTest, OneTrialAtATimeInTheWholeGroup) {
  for (uint64_t n = 0; n < 2; ++n) {
    TestBatch batch;
    batch.Add(n).key = n;  // partition 1 goes to the second member, once there is one
    ASSERT_TRUE(producer_.Write(batch).ok());
  }
  Die(2, 5);
  Consumer first(redis_.url(), "same"), second(redis_.url(), "second");
  ASSERT_EQ(first.Receive(2, 200).size(), 1u);
  std::thread other([&] { EXPECT_EQ(second.Receive(1, 800).size(), 0u); });
  EXPECT_EQ(first.Receive(1, 800).size(), 0u);
  other.join();
  EXPECT_THAT(redis_.Command({"GET", "griot:lease:griot:1"}), HasSubstr("second/"));
  first.SettleAll();
  first.Run(50);
  EXPECT_EQ(Numbers(second.Receive(1)), UpTo(2, 1));
  EXPECT_EQ(second.ctx.Metric("queue_trials_total"), 1);
}

TEST_F(TrialTest, ACleanEndIsNoDeath) {
  WriteSingly(0, 2);
  for (int i = 0; i < 10; ++i) {
    Consumer consumer(redis_.url(), i % 2 == 0 ? "a" : "b");
    ASSERT_EQ(consumer.Receive(2).size(), 2u) << i;
    consumer.source->Drain();
    consumer.SettleAll(GRIOT_RETRY);
    consumer.source->Stop();
  }
  EXPECT_EQ(Counts(), std::vector<std::string>(2, "1"));
}

TEST_F(TrialTest, ALostConnectionIsNoDeath) {
  WriteSingly(0, 2);
  Consumer consumer(redis_.url(), "same");
  ASSERT_EQ(consumer.Receive(2).size(), 2u);
  for (int i = 0; i < 10; ++i) {
    redis_.Command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    consumer.Run(100);
    WriteSingly(static_cast<uint64_t>(i + 2), static_cast<uint64_t>(i + 3));
    ASSERT_EQ(consumer.Receive(1).size(), 1u) << i;
  }
  for (const std::string& count : Counts()) EXPECT_EQ(count, "1");
}

}  // namespace
}  // namespace griot::test
