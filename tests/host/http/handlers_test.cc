// What a handler is given, what becomes of its answers, and on which thread it runs.

#include "host/http/server_test.h"

namespace griot::http::test {
namespace {

class Handlers : public ServerTest {};

TEST_F(Handlers, ADroppedReplyIsA500) {
  Start();
  Route(Method::kGet, "/forgets", [](Request&) {});
  EXPECT_EQ(Status(Get("/forgets")), 500);
}

TEST_F(Handlers, OnlyTheFirstAnswerCounts) {
  Start();
  Route(Method::kGet, "/twice", [](Request& r) {
    r.reply()->Send(200, {}, "first");
    r.reply()->Send(200, {}, "second");
    EXPECT_FALSE(r.reply()->StreamBegin(200, {}));
  });
  Client client = Connect();
  client.Send(Get("/twice") + Get("/ok"));
  EXPECT_EQ(client.Read()->body, "first");
  EXPECT_EQ(client.Read()->body, "ok");
}

TEST_F(Handlers, TheClientsAddressIsBelievedOfTrustedProxiesOnly) {
  auto ip = [](Request& r) { r.reply()->Send(200, {}, r.client_ip()); };
  Start();
  Route(Method::kGet, "/ip", ip);
  EXPECT_EQ(Ask(Get("/ip", "X-Real-IP: 203.0.113.9\r\n"))->body, "127.0.0.1");

  Options options;
  options.trusted_proxies = {"127.0.0.0/8"};
  Start(options);
  Route(Method::kGet, "/ip", ip);
  EXPECT_EQ(Ask(Get("/ip", "X-Real-IP: 203.0.113.9\r\n"))->body, "203.0.113.9");
  EXPECT_EQ(Ask(Get("/ip", "X-Real-IP: 2001:db8::1\r\n"))->body, "2001:db8::1");
  EXPECT_EQ(Ask(Get("/ip", "X-Real-IP: <script>\r\n"))->body, "127.0.0.1");
  EXPECT_EQ(Ask(Get("/ip"))->body, "127.0.0.1");
}

TEST_F(Handlers, PagesMayReadWhyARouteForPagesRefused) {
  Start();
  constexpr size_t kMost = 8;
  auto ok = [](Request& r) { r.reply()->Send(200, {}, "fine"); };
  Route(Method::kPost, "/open", ok, kMost);
  Route(Method::kOptions, "/open", ok);
  Route(Method::kPost, "/closed", ok, kMost);
  const std::string allowed = "Access-Control-Allow-Origin";
  auto refused = Ask(Post("/open", "nine bytes"));
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 413);
  EXPECT_EQ(refused->Header(allowed), "*");
  auto chunked =
      Ask("POST /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\na\r\nnine "
          "bytes\r\n0\r\n\r\n");
  ASSERT_TRUE(chunked);
  EXPECT_EQ(chunked->status, 413);
  EXPECT_EQ(chunked->Header(allowed), "*");
  auto wrong_method = Ask(Get("/open"));
  ASSERT_TRUE(wrong_method);
  EXPECT_EQ(wrong_method->status, 405);
  EXPECT_EQ(wrong_method->Header(allowed), "*");
  EXPECT_EQ(Ask(Post("/closed", "nine bytes"))->Header(allowed), "");
  EXPECT_EQ(Ask(Get("/closed"))->Header(allowed), "");
  // The handler's own answers are its own business.
  EXPECT_EQ(Ask(Post("/open", "short"))->Header(allowed), "");
  // What is refused before its path is known belongs to no route, whatever came before it.
  Client client = Connect();
  client.Send(Get("/open") + "GET /ok HTTP/1.1\nbroken\r\n\r\n");
  ASSERT_TRUE(client.Read());
  auto broken = client.Read();
  ASSERT_TRUE(broken);
  EXPECT_EQ(broken->status, 400);
  EXPECT_EQ(broken->Header(allowed), "");
}

TEST_F(Handlers, WorkersShareTheConnections) {
  Options options;
  options.workers = 2;
  Start(options);
  Route(Method::kGet, "/who",
        [](Request& r) { r.reply()->Send(200, {}, std::to_string(r.worker())); });
  int of[2] = {};
  std::vector<Client> clients;
  for (int i = 0; i < 40; ++i) {
    clients.push_back(Connect());
    clients.back().Send(Get("/who"));
    ++of[clients.back().Read()->body == "1"];
  }
  EXPECT_GE(of[0], 10);
  EXPECT_GE(of[1], 10);
}

TEST_F(Handlers, ABusyHandlerOnThePoolHoldsNobody) {
  Options options;
  options.pool_threads = 1;
  options.pool_queue = 1;
  Start(options);
  std::atomic<bool> go{false};
  std::atomic<int> running{0};
  Route(
      Method::kPost, "/slow/:id",
      [&](Request& r) {
        ++running;
        while (!go) std::this_thread::sleep_for(1ms);
        r.reply()->Send(200, {},
                        std::string(r.PathParam("id").value_or("")) + "|" + std::string(r.body()) +
                            "|" + std::string(r.Header("X-A").value_or("")) + "|" +
                            r.QueryParam("q").value_or("") + "|" + std::to_string(r.worker()));
      },
      1 << 20, true);
  Client first = Connect();
  Client second = Connect();
  first.Send(Post("/slow/1?q=z", "body", "X-A: y\r\n"));
  ASSERT_TRUE(Eventually([&] { return running == 1; }));
  second.Send(Post("/slow/2", "wait"));
  ASSERT_EQ(Status(Get("/ok")), 200);
  ASSERT_TRUE(Eventually([&] { return server_->stats().requests >= 3; }));
  auto refused = Ask(Post("/slow/3", ""));
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->Header("Retry-After"), "1");
  go = true;
  EXPECT_EQ(first.Read()->body, "1|body|y|z|1");
  EXPECT_EQ(second.Read()->body, "2|wait|||1");
  server_->Stop();  // before what the handlers refer to goes
}

}  // namespace
}  // namespace griot::http::test
