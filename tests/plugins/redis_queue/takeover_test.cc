// Readers come and go: every partition has one live reader, order survives, nothing is lost.
#include <algorithm>
#include <numeric>
#include <set>
#include <thread>

#include "queue_fixture.h"

namespace griot::test {
namespace {

using testing::HasSubstr;

std::vector<uint64_t> UpTo(uint64_t n, uint64_t from = 0) {
  std::vector<uint64_t> numbers(n - from);
  std::iota(numbers.begin(), numbers.end(), from);
  return numbers;
}

void Sleep(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

class TakeOver : public testing::Test {
 protected:
  // One entry an event, all of one user.
  void WriteSingly(uint64_t from, uint64_t to, std::string_view user = "u1") {
    for (uint64_t n = from; n < to; ++n) ASSERT_TRUE(producer_.WriteEvents(n, n + 1, user).ok());
  }
  std::string Streams(std::string_view command) {
    std::string all;
    for (int p = 0; p < 16; ++p) {
      all += redis_.Command({command, "griot:q:" + std::to_string(p)}) + " ";
    }
    return all;
  }

  RedisServer redis_;
  Producer producer_{redis_.url()};
};

TEST_F(TakeOver, ThePendingEntriesOfTheDeadComeFirstOldestFirst) {
  WriteSingly(0, 100);
  Consumer dead(redis_.url(), "dead");
  EXPECT_EQ(dead.Receive(100).size(), 100u);  // read, not settled
  dead.Die();
  WriteSingly(100, 150);

  Consumer heir(redis_.url(), "heir");
  EXPECT_EQ(Numbers(heir.Consume(150)), UpTo(150));
  EXPECT_EQ(heir.ctx.Metric("queue_redelivered_total"), 100);
}

TEST_F(TakeOver, FencesOnlyGrow) {
  WriteSingly(0, 1);
  Consumer dead(redis_.url(), "dead");
  const auto first = dead.Receive(1);
  ASSERT_EQ(first.size(), 1u);
  dead.Die();
  Consumer heir(redis_.url(), "heir");
  const auto second = heir.Consume(1);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_GT(second[0].fence, first[0].fence);
  EXPECT_EQ(second[0].stream, first[0].stream);
  EXPECT_EQ(second[0].hi, first[0].hi);
  EXPECT_EQ(second[0].lo, first[0].lo);
}

TEST_F(TakeOver, TheSameProcessStartedAgainTakesItsOwnAtOnce) {
  WriteSingly(0, 20);
  Consumer before(redis_.url(), "same", R"("lease":"1m")");
  EXPECT_EQ(before.Receive(20).size(), 20u);
  before.Die();
  Consumer after(redis_.url(), "same", R"("lease":"1m")");
  EXPECT_EQ(Numbers(after.Consume(20, 2000)), UpTo(20));
}

TEST_F(TakeOver, AStopHandsOverAtOnce) {
  Consumer first(redis_.url(), "first", R"("lease":"1m")");
  WriteSingly(0, 10);
  EXPECT_EQ(first.Receive(10).size(), 10u);
  first.source->Drain();
  first.SettleAll();
  first.source->Stop();
  WriteSingly(10, 20);
  Consumer second(redis_.url(), "second", R"("lease":"1m")");
  EXPECT_EQ(Numbers(second.Consume(10, 2000)), UpTo(20, 10));
}

TEST_F(TakeOver, ADrainingReaderTakesNothingNew) {
  Consumer consumer(redis_.url(), "a");
  consumer.Run(100);
  consumer.source->Drain();
  WriteSingly(0, 5);
  EXPECT_EQ(consumer.Receive(1, 300).size(), 0u);
}

TEST_F(TakeOver, TwoMembersShareThePartitionsAndRebalance) {
  Consumer a(redis_.url(), "a"), b(redis_.url(), "b");
  std::thread other([&] { b.Run(1500); });
  a.Run(1500);
  other.join();
  std::map<std::string, int> owners;
  for (int p = 0; p < 16; ++p) {
    const std::string lease = redis_.Command({"GET", "griot:lease:griot:" + std::to_string(p)});
    ++owners[lease.substr(0, lease.find('/'))];
  }
  EXPECT_EQ(owners["a"], 8);
  EXPECT_EQ(owners["b"], 8);

  b.Die();  // its half comes back when its leases have run out
  for (uint64_t n = 0; n < 64; ++n) WriteSingly(n, n + 1, "user" + std::to_string(n));
  EXPECT_EQ(a.Consume(64).size(), 64u);
}

TEST_F(TakeOver, OrderHoldsWhileMembersComeAndGoUnderLoad) {
  std::atomic<bool> done = false;
  std::mutex mutex;
  std::map<std::string, std::vector<uint64_t>> stored;  // by user, first sight only, as a store
  std::set<uint64_t> seen;
  const auto serve = [&](const std::string& name, int milliseconds, bool dies) {
    Consumer consumer(redis_.url(), name);
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    while (!done && std::chrono::steady_clock::now() < until) {
      const auto got = consumer.Receive(1, 30);
      {
        const std::lock_guard lock(mutex);
        for (const GotEvent& e : got) {
          const uint64_t n = NumberOf(e.raw.id);
          if (seen.insert(n).second) stored[e.user_id].push_back(n);
        }
      }
      if (!dies || got.size() % 2 == 0) consumer.SettleAll();
    }
    if (dies) return consumer.Die();
    consumer.source->Drain();
    consumer.SettleAll();
    consumer.source->Stop();
  };
  std::thread steady(serve, "steady", 60'000, false);
  std::thread guests([&] {
    for (int i = 0; i < 4 && !done; ++i) serve("guest" + std::to_string(i), 700, i % 2 == 0);
  });
  constexpr uint64_t kEvents = 1500;
  for (uint64_t n = 0; n < kEvents; ++n) {
    WriteSingly(n, n + 1, "user" + std::to_string(n % 40));
    if (n % 2 == 0) Sleep(1);
  }
  for (int i = 0; i < 100; ++i) {
    Sleep(50);
    const std::lock_guard lock(mutex);
    if (seen.size() == kEvents) break;
  }
  done = true;
  steady.join();
  guests.join();
  EXPECT_EQ(seen.size(), kEvents);
  for (const auto& [user, numbers] : stored) {
    EXPECT_TRUE(std::ranges::is_sorted(numbers)) << user;
  }
}

TEST_F(TakeOver, AZombieReadsNothing) {
  Consumer zombie(redis_.url(), "a");
  zombie.Run(100);
  Sleep(400);  // its leases run out without its knowing
  Consumer heir(redis_.url(), "b");
  heir.Run(200);
  // Its membership is over too, so the heir has everything.
  EXPECT_THAT(redis_.Command({"GET", "griot:lease:griot:5"}), HasSubstr("b/"));
  WriteSingly(0, 30);
  // The zombie wakes up and polls: it finds out, and takes nothing that is the heir's.
  const auto stolen = zombie.Receive(1, 50);
  for (const GotEvent& e : stolen) {
    EXPECT_THAT(redis_.Command({"GET", "griot:lease:griot:" + e.stream.substr(8)}),
                HasSubstr("a/"));
  }
  EXPECT_EQ(stolen.size() + heir.Consume(30, 1500).size(), 30u);
}

TEST_F(TakeOver, AReadWithAnOldFenceGetsNothing) {
  const redis_queue::Options options =
      redis_queue::ParseOptions(R"({"url":")" + redis_.url() + R"(","lease":"300ms"})");
  redis_queue::Link link(options.endpoint, [](redis_queue::Link&) { return Status::Ok(); });
  ASSERT_TRUE(link.Ready().ok());
  redis_queue::Leases mine(options, "zombie");
  std::vector<uint32_t> changed;
  ASSERT_TRUE(mine.Claim(link, true, &changed).ok());
  EXPECT_EQ(changed.size(), 16u);
  Sleep(400);
  redis_queue::Leases theirs(options, "heir");
  ASSERT_TRUE(theirs.Claim(link, true, &changed).ok());
  ASSERT_TRUE(theirs[3].held);
  WriteSingly(0, 3);

  std::vector<uint32_t> all(16);
  std::iota(all.begin(), all.end(), 0);
  Ctx ctx;
  redis_queue::Acks acks(Context(ctx.raw()), options);
  redis_queue::Fetched stale;
  ASSERT_TRUE(FetchNew(link, options, mine, &acks, all, &stale).ok());
  EXPECT_EQ(stale.entries.size(), 0u);
  EXPECT_EQ(stale.lost.size(), 16u);
  redis_queue::TakeOver takeover;
  ASSERT_TRUE(FetchPending(link, options, mine, 0, &takeover, &stale).ok());
  EXPECT_EQ(stale.entries.size(), 0u);
  redis_queue::Fetched fresh;
  ASSERT_TRUE(FetchNew(link, options, theirs, &acks, all, &fresh).ok());
  EXPECT_EQ(fresh.entries.size(), 3u);
}

TEST_F(TakeOver, WhatIsInFlightIsNotReadAgainAfterALostConnection) {
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

TEST_F(TakeOver, APartitionIsGivenUpOnlyWhenNothingOfItIsInFlight) {
  const auto write = [&](uint64_t n) {
    TestBatch batch;
    batch.Add(n).key = 1;  // partition 1 goes to the second member
    ASSERT_TRUE(producer_.Write(batch).ok());
  };
  Consumer a(redis_.url(), "a"), b(redis_.url(), "b");
  write(0);
  ASSERT_EQ(a.Receive(1).size(), 1u);
  std::thread other([&] { EXPECT_EQ(b.Receive(1, 800).size(), 0u); });
  EXPECT_EQ(a.Receive(1, 800).size(), 0u);
  other.join();
  EXPECT_THAT(redis_.Command({"GET", "griot:lease:griot:1"}), HasSubstr("a/"));
  EXPECT_THAT(redis_.Command({"GET", "griot:lease:griot:3"}), HasSubstr("b/"));

  a.SettleAll();
  write(1);
  std::thread giver([&] { a.Run(500); });
  EXPECT_EQ(Numbers(b.Consume(1)), std::vector<uint64_t>{1});
  giver.join();
  EXPECT_EQ(b.ctx.Metric("queue_redelivered_total"), 0);
}

TEST_F(TakeOver, WhatTheHostCouldNotTakeComesAgainInOrder) {
  WriteSingly(0, 50);
  Consumer consumer(redis_.url(), "a");
  EXPECT_EQ(consumer.Receive(50).size(), 50u);
  consumer.SettleAll(GRIOT_RETRY);
  WriteSingly(50, 60);
  EXPECT_EQ(Numbers(consumer.Consume(60)), UpTo(60));
}

TEST_F(TakeOver, AFullHostIsOfferedItAgain) {
  WriteSingly(0, 50);
  Consumer consumer(redis_.url(), "a");
  consumer.ctx.full = true;
  EXPECT_EQ(consumer.Receive(1, 200).size(), 0u);
  consumer.ctx.full = false;
  EXPECT_EQ(Numbers(consumer.Consume(50)), UpTo(50));
}

TEST_F(TakeOver, AHostWithLittleRoomGetsLess) {
  for (uint64_t n = 0; n < 40; ++n) {
    ASSERT_TRUE(producer_.WriteEvents(n, n + 1, "u1", 5000).ok());
  }
  Consumer consumer(redis_.url(), "a");
  consumer.ctx.room = 12'000;
  EXPECT_EQ(Numbers(consumer.Consume(40)), UpTo(40));
}

TEST_F(TakeOver, AtMostThreeSubmissionsAreUnsettled) {
  Consumer consumer(redis_.url(), "a", R"("lease":"300ms","batch":1)");
  WriteSingly(0, 40);
  (void)consumer.Receive(40, 400);
  EXPECT_EQ(consumer.unsettled.size(), 3u);
}

TEST_F(TakeOver, RedisRestartsUnderAReader) {
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

TEST_F(TakeOver, AFlushedRedisIsSetUpAgain) {
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

TEST_F(TakeOver, ADeletedStreamIsSetUpAgain) {
  Consumer consumer(redis_.url(), "a");
  consumer.Run(100);
  for (int p = 0; p < 16; ++p) redis_.Command({"DEL", "griot:q:" + std::to_string(p)});
  WriteSingly(0, 20);
  EXPECT_EQ(Numbers(consumer.Consume(20)), UpTo(20));
}

TEST_F(TakeOver, TrimmedPendingEntriesAreCountedAndTold) {
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

TEST_F(TakeOver, DeadMembersAreForgotten) {
  WriteSingly(0, 10);
  Consumer dead(redis_.url(), "dead");
  EXPECT_EQ(dead.Receive(10).size(), 10u);
  dead.Die();
  Consumer heir(redis_.url(), "heir");
  EXPECT_EQ(heir.Consume(10).size(), 10u);
  Consumer next(redis_.url(), "next");
  heir.Die();
  next.Run(800);
  for (int p = 0; p < 16; ++p) {
    const std::string names =
        redis_.Command({"XINFO", "CONSUMERS", "griot:q:" + std::to_string(p), "griot"});
    EXPECT_THAT(names, testing::Not(HasSubstr("dead/")));
  }
}

TEST_F(TakeOver, TrimmingGivesTheMemoryBack) {
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

TEST_F(TakeOver, AnotherGroupOfTheListHoldsTheTrim) {
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

TEST_F(TakeOver, AForeignGroupHoldsNothingAndIsNamed) {
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

TEST_F(TakeOver, ALostCountHealsWhenTheQueueIsEmpty) {
  Consumer consumer(redis_.url(), "a");
  redis_.Command({"HSET", "griot:depth", "n", "777", "b", "888"});
  WriteSingly(0, 50);
  EXPECT_EQ(consumer.Consume(50).size(), 50u);
  consumer.Run(400);
  EXPECT_EQ(redis_.Command({"HMGET", "griot:depth", "n", "b"}), "0\n0");
}

}  // namespace
}  // namespace griot::test
