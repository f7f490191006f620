// Routes that come and go while serving, and the end of a server.

#include <gmock/gmock.h>

#include "host/http/server_test.h"

namespace griot::http::test {
namespace {

class Lifecycle : public ServerTest {};

TEST_F(Lifecycle, RoutesComeAndGoWhileServing) {
  Start();
  EXPECT_EQ(Status(Get("/new")), 404);
  RouteId id = Route(Method::kGet, "/new", [](Request& r) { r.reply()->Send(200, {}, "new"); });
  EXPECT_EQ(Status(Get("/new")), 200);
  server_->RemoveRoute(id);
  EXPECT_EQ(Status(Get("/new")), 404);
  server_->RemoveRoute(id);
}

TEST_F(Lifecycle, ATakenPlaceIsAnError) {
  Start();
  auto handler = [](Request& r) { r.reply()->Send(200, {}, {}); };
  auto again = server_->AddRoute({.method = Method::kGet, .pattern = "/ok", .handler = handler});
  ASSERT_FALSE(again.ok());
  EXPECT_THAT(again.error(), ::testing::HasSubstr("/ok"));
  EXPECT_TRUE(
      server_->AddRoute({.method = Method::kPost, .pattern = "/ok", .handler = handler}).ok());
  EXPECT_FALSE(
      server_->AddRoute({.method = Method::kGet, .pattern = "/people/:x", .handler = handler})
          .ok());
  EXPECT_FALSE(
      server_->AddRoute({.method = Method::kGet, .pattern = "bad", .handler = handler}).ok());
  EXPECT_FALSE(server_->AddRoute({.method = Method::kGet, .pattern = "/none", .handler = {}}).ok());
}

TEST_F(Lifecycle, RemovalWaitsForTheHandlerAndDestroysIt) {
  Start();
  std::atomic<bool> inside{false};
  std::atomic<bool> go{false};
  auto owned = std::make_shared<int>(1);
  std::weak_ptr<int> alive = owned;
  RouteId id = Route(Method::kGet, "/busy", [&, owned = std::move(owned)](Request& r) {
    inside = true;
    while (!go) std::this_thread::sleep_for(1ms);
    r.reply()->Send(200, {}, "done");
  });
  Client client = Connect();
  client.Send(Get("/busy"));
  ASSERT_TRUE(Eventually([&] { return inside.load(); }));
  std::atomic<bool> removed{false};
  std::thread remover([&] {
    server_->RemoveRoute(id);
    removed = true;
  });
  std::this_thread::sleep_for(50ms);
  EXPECT_FALSE(removed);
  go = true;
  remover.join();
  EXPECT_TRUE(alive.expired());
  EXPECT_EQ(client.Read()->body, "done");
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Lifecycle, RemovalUnderLoad) {
  Options options;
  options.workers = 2;
  Start(options);
  std::atomic<bool> stop{false};
  std::atomic<int> odd{0};
  std::atomic<int> served{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&, i] {
      Client client = Connect();
      while (!stop) {
        client.Send(i % 2 ? Get("/swap") : Get("/pooled"));
        auto answer = client.Read();
        bool sound = answer && (answer->status == 404 || answer->body == "alive");
        if (!sound) ++odd;
        if (answer && answer->status == 200) ++served;
      }
    });
  }
  for (int i = 0; i < 100; ++i) {
    auto alive = std::make_unique<std::atomic<bool>>(true);
    auto handler = [flag = alive.get()](Request& r) {
      r.reply()->Send(200, {}, flag->load() ? "alive" : "dead");
    };
    RouteId inline_id = Route(Method::kGet, "/swap", handler);
    RouteId pooled_id = Route(Method::kGet, "/pooled", handler, 1 << 20, true);
    std::this_thread::sleep_for(2ms);
    server_->RemoveRoute(inline_id);
    server_->RemoveRoute(pooled_id);
    *alive = false;
    alive.reset();  // a handler that still ran would read freed memory
  }
  stop = true;
  for (auto& thread : clients) thread.join();
  EXPECT_EQ(odd, 0);
  EXPECT_GT(served, 0);
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Lifecycle, DrainFinishesWhatIsUnderWay) {
  Start();
  std::mutex mutex;
  ReplyPtr late;
  Route(Method::kGet, "/late", [&](Request& r) {
    std::lock_guard lock(mutex);
    late = r.reply();
  });
  Client idle = Connect();
  idle.Send(Get("/ok"));
  ASSERT_TRUE(idle.Read());
  Client busy = Connect();
  busy.Send(Get("/late"));
  ASSERT_TRUE(Eventually([&] {
    std::lock_guard lock(mutex);
    return late != nullptr;
  }));
  uint16_t then = port();
  server_->BeginDrain();
  EXPECT_TRUE(idle.Ended(2s));
  EXPECT_FALSE(Client(then).connected());
  EXPECT_FALSE(server_->Drained(std::chrono::steady_clock::now() + 100ms));
  late->Send(200, {}, "finished");
  auto answer = busy.Read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "finished");
  EXPECT_EQ(answer->Header("Connection"), "close");
  EXPECT_TRUE(busy.Ended(1s));
  busy.Close();
  EXPECT_TRUE(server_->Drained(std::chrono::steady_clock::now() + 3s));
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Lifecycle, DrainEndsEventStreamsAndLeavesDownloads) {
  Start();
  std::mutex mutex;
  std::vector<ReplyPtr> streams;
  auto begin = [&](Request& r, std::string_view type) {
    const Header header{"Content-Type", type};
    std::lock_guard lock(mutex);
    streams.push_back(r.reply());
    r.reply()->StreamBegin(200, {&header, 1});
  };
  Route(Method::kGet, "/events", [&](Request& r) { begin(r, "text/event-stream"); });
  Route(Method::kGet, "/csv", [&](Request& r) { begin(r, "text/csv"); });
  Client events = Connect();
  events.Send(Get("/events"));
  ASSERT_TRUE(events.Read(true));
  Client csv = Connect();
  csv.Send(Get("/csv"));
  ASSERT_TRUE(csv.Read(true));
  std::atomic<int> closed{0};
  std::unique_lock lock(mutex);
  streams[0]->OnClosed([&] { ++closed; });
  lock.unlock();
  server_->BeginDrain();
  EXPECT_EQ(events.ReadChunk(), "");
  EXPECT_TRUE(events.Ended(1s));
  EXPECT_TRUE(Eventually([&] { return closed == 1; }));
  EXPECT_EQ(streams[0]->StreamWrite("x"), Push::kGone);
  EXPECT_EQ(streams[1]->StreamWrite("row"), Push::kOk);
  streams[1]->StreamEnd();
  EXPECT_EQ(csv.ReadChunk(), "row");
  EXPECT_EQ(csv.ReadChunk(), "");
  EXPECT_TRUE(csv.Ended(1s));
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Lifecycle, StopUnderLoad) {
  for (int round = 0; round < 5; ++round) {
    Options options;
    options.workers = 2;
    Start(options);
    uint16_t then = port();
    std::atomic<bool> stop{false};
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
      clients.emplace_back([&, then] {
        while (!stop) {
          Client client(then);
          if (!client.connected()) return;
          client.Send(Get("/ok") + Get("/ok"));
          client.Read(false, 1s);
        }
      });
    }
    std::this_thread::sleep_for(20ms);
    server_->Stop();
    stop = true;
    for (auto& thread : clients) thread.join();
    server_.reset();
  }
}

TEST_F(Lifecycle, AServerThatNeverStartedEnds) {
  Server server(Options{});
  server.BeginDrain();
  EXPECT_TRUE(server.Drained(std::chrono::steady_clock::now()));
  server.Stop();
  EXPECT_EQ(server.stats().accepted, 0u);
}

}  // namespace
}  // namespace griot::http::test
