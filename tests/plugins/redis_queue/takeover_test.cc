// Readers come and go: every partition has one live reader, order survives, nothing is lost.
#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "reader_fixture.h"

namespace griot::test {
namespace {

using testing::HasSubstr;

class TakeOver : public ReaderTest {};

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

}  // namespace
}  // namespace griot::test
