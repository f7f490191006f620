// How fast the queue takes and gives, with an append-only file that is synced always: events of 500
// bytes, batches of 256 (or argv[1]), 200,000 events (or argv[2]). Prints four lines.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "plugins/redis_queue/queue_fixture.h"

namespace griot::test {
namespace {

double CpuSeconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

template <class Work>
void Measure(const char* what, uint64_t events, Work&& work) {
  const auto begin = std::chrono::steady_clock::now();
  const double cpu = CpuSeconds();
  work();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const auto n = static_cast<double>(events);
  std::printf("%-8s %10.0f events/s  %6.2f us of our CPU an event\n", what, n / took.count(),
              (CpuSeconds() - cpu) / n * 1e6);
}

int Run(uint64_t batch_size, uint64_t events) {
  RedisServer redis;
  Producer producer(redis.url());
  std::deque<TestBatch> batches(16);
  uint64_t n = 0;
  for (TestBatch& batch : batches) {
    for (uint64_t i = 0; i < batch_size; ++i, ++n) {
      batch.Add(n, "4917000" + std::to_string(n % 997), 470);
    }
    (void)batch.batch();
  }
  const uint64_t rounds = events / batch_size;
  events = rounds * batch_size;
  Measure("enqueue", events, [&] {
    for (uint64_t i = 0; i < rounds; ++i) {
      const Status status = producer.Write(batches[i % batches.size()]);
      if (!status.ok()) std::printf("%s\n", status.text.c_str());
    }
  });

  Consumer consumer(redis.url(), "bench", "");
  consumer.ctx.count_only = true;
  Measure("dequeue", events, [&] {
    while (consumer.ctx.counted < events) {
      (void)consumer.PollOnce();
      consumer.SettleAll();
    }
  });
  consumer.Run(300);
  std::printf("entries left %s, used memory %s\n", redis.Command({"XLEN", "griot:q:0"}).c_str(),
              redis.Command({"INFO", "memory"}).substr(10, 30).c_str());
  return 0;
}

}  // namespace
}  // namespace griot::test

int main(int argc, char** argv) {
  const uint64_t batch = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 256;
  const uint64_t events = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 200'000;
  return griot::test::Run(batch == 0 ? 1 : batch, events);
}
