// Routes that change places while requests come: each is answered, by the old or the new.
#include <atomic>
#include <thread>

#include "host/http/server_test.h"

namespace griot::http::test {
namespace {

class ReplacedRoutes : public ServerTest {
 protected:
  void SetUp() override {
    Options options;
    options.workers = 2;
    Start(options);
  }

  // POST /door, answered with this text.
  static http::Route Door(const std::string& says, bool on_pool = false) {
    return {Method::kPost, "/door", 1 << 20, [says](Request& r) { r.reply()->Send(200, {}, says); },
            on_pool};
  }
  // The new route's id. The old one is retired: nothing of it runs, and it is destroyed.
  RouteId Replace(RouteId old, http::Route by) {
    std::vector<std::shared_ptr<RouteEntry>> removed;
    auto ids = server_->ReplaceRoutes({old}, {std::move(by)}, &removed);
    EXPECT_TRUE(ids.ok()) << ids.error();
    EXPECT_EQ(removed.size(), 1u);
    for (const auto& entry : removed) entry->Retire();
    return ids.ok() ? ids->at(0) : 0;
  }
};

TEST_F(ReplacedRoutes, ARequestWhoseBodyWasOnItsWayIsTheNewOnes) {
  const RouteId old = *server_->AddRoute(Door("old"));
  Client client = Connect();
  client.Send(
      "POST /door HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  auto answer = client.Read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 100);  // so its route was found
  Replace(old, Door("new"));
  client.Send("body");
  answer = client.Read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "new");
}

TEST_F(ReplacedRoutes, WithNobodyInItsPlaceItIsNotFound) {
  const RouteId old = *server_->AddRoute(Door("old"));
  Client client = Connect();
  client.Send(
      "POST /door HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  ASSERT_TRUE(client.Read());
  std::vector<std::shared_ptr<RouteEntry>> removed;
  ASSERT_TRUE(server_->ReplaceRoutes({old}, {}, &removed).ok());
  removed.at(0)->Retire();
  client.Send("body");
  const auto answer = client.Read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 404);
}

TEST_F(ReplacedRoutes, WhatCannotBeChangesNothing) {
  const RouteId old = *server_->AddRoute(Door("old"));
  std::vector<std::shared_ptr<RouteEntry>> removed;
  http::Route taken = Door("taken");
  taken.pattern = "/echo";
  EXPECT_FALSE(server_->ReplaceRoutes({old}, {Door("new"), taken}, &removed).ok());
  http::Route bad = Door("bad");
  bad.pattern = "no-slash";
  EXPECT_FALSE(server_->ReplaceRoutes({old}, {bad}, &removed).ok());
  EXPECT_TRUE(removed.empty());
  EXPECT_EQ(Ask(Post("/door", ""))->body, "old");
}

TEST_F(ReplacedRoutes, NobodyFindsTheDoorMissing) {
  RouteId id = *server_->AddRoute(Door("0"));
  std::atomic<bool> ends{false};
  std::atomic<int> answered{0}, others{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 3; ++i)
    clients.emplace_back([&] {
      Client client = Connect();
      while (!ends.load() && client.Send(Post("/door", "x"))) {
        const auto answer = client.Read();
        ++(answer && answer->status == 200 ? answered : others);
      }
    });
  for (int i = 1; i <= 300; ++i) {
    id = Replace(id, Door(std::to_string(i), i % 2 == 0));
    const int before = answered.load();
    if (i % 10 == 0) {
      ASSERT_TRUE(Eventually([&] { return answered.load() > before; }));
    }
  }
  ends.store(true);
  for (auto& client : clients) client.join();
  EXPECT_EQ(others.load(), 0);
  EXPECT_EQ(Ask(Post("/door", ""))->body, "300");
}

}  // namespace
}  // namespace griot::http::test
