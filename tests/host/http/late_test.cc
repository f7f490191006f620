// An answer never reaches another client, though descriptors are reused all the time.

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <random>

#include "host/http/server_test.h"

namespace griot::http::test {
namespace {

// Answers each request with its own body, from other threads, after a moment.
class LateEcho {
 public:
  explicit LateEcho(int threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
  }
  ~LateEcho() {
    {
      std::lock_guard lock(mutex_);
      done_ = true;
    }
    some_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

  void Take(Request& request) {
    std::lock_guard lock(mutex_);
    queue_.emplace_back(request.reply(), request.body());
    some_.notify_one();
  }

 private:
  void Run() {
    std::mt19937 random(
        static_cast<unsigned>(std::hash<std::thread::id>()(std::this_thread::get_id())));
    for (;;) {
      std::pair<ReplyPtr, std::string> next;
      {
        std::unique_lock lock(mutex_);
        some_.wait(lock, [this] { return done_ || !queue_.empty(); });
        if (queue_.empty()) return;
        next = std::move(queue_.front());
        queue_.pop_front();
      }
      if (random() % 8 == 0) std::this_thread::sleep_for(std::chrono::microseconds(random() % 300));
      next.first->Send(200, {}, next.second);
    }
  }

  std::mutex mutex_;
  std::condition_variable some_;
  std::deque<std::pair<ReplyPtr, std::string>> queue_;
  std::vector<std::thread> threads_;
  bool done_ = false;
};

class Late : public ServerTest {};

TEST_F(Late, AnswersNeverReachAnotherClient) {
  const char* form = std::getenv("GRIOT_LONG");
  const int leaving = form != nullptr && *form == '1' ? 20'000 : 2'000;
  constexpr int kStaying = 64;
  Options options;
  options.workers = 2;
  Start(options);
  LateEcho echo(3);
  Route(Method::kPost, "/nonce", [&](Request& r) { echo.Take(r); });

  std::atomic<bool> stop{false};
  std::atomic<int> foreign{0};
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      std::vector<Client> clients;
      for (int i = 0; i < kStaying / 4; ++i) clients.push_back(Connect());
      for (int round = 0; !stop; ++round) {
        std::string nonce = "stays-" + std::to_string(t) + "-" + std::to_string(round) + "-";
        for (size_t i = 0; i < clients.size(); ++i) {
          clients[i].Send(Post("/nonce", nonce + std::to_string(i)));
        }
        for (size_t i = 0; i < clients.size(); ++i) {
          auto answer = clients[i].Read();
          bool same = answer && answer->body == nonce + std::to_string(i);
          ++(same ? right : foreign);
        }
      }
    });
  }
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(static_cast<unsigned>(t));
      for (int i = t; i < leaving; i += 2) {
        Client client = Connect();
        std::string request = Post("/nonce", "leaves-" + std::to_string(i));
        // In the middle of the head, of the body, or with the answer on its way.
        size_t cut = random() % 3 == 0 ? request.size() : random() % request.size();
        client.Send(request.substr(0, cut));
        if (random() % 4 == 0) std::this_thread::yield();
        if (random() % 2 == 0) client.Reset();
      }
    });
  }
  for (size_t i = threads.size() - 2; i < threads.size(); ++i) threads[i].join();
  stop = true;
  for (size_t i = 0; i < threads.size() - 2; ++i) threads[i].join();
  server_->Stop();  // no handler may run when `echo` goes
  EXPECT_EQ(foreign, 0);
  EXPECT_GT(right, kStaying);
}

TEST_F(Late, AnswersAfterTheServersEndGoNowhere) {
  Start();
  std::vector<ReplyPtr> held;
  std::atomic<int> calls{0};
  Route(Method::kGet, "/held", [&](Request& r) {
    held.push_back(r.reply());
    ++calls;
  });
  Client client = Connect();
  client.Send(Get("/held") + Get("/held"));
  ASSERT_TRUE(Eventually([&] { return calls == 2; }));
  server_->Stop();
  server_.reset();
  held[0]->Send(200, {}, "late");
  EXPECT_FALSE(held[1]->StreamBegin(200, {}));
  bool called = false;
  held[1]->OnClosed([&] { called = true; });
  EXPECT_TRUE(called);
  EXPECT_TRUE(client.Ended());
}

}  // namespace
}  // namespace griot::http::test
