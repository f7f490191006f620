// HTTP/1.1 as RFC 9110 and 9112 have it, over a real socket.

#include <gmock/gmock.h>

#include "host/http/server_test.h"

namespace griot::http::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Protocol : public ServerTest {
 protected:
  void SetUp() override { Start(); }
};

TEST_F(Protocol, KeepsTheConnectionByDefault) {
  Client client = Connect();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.Send(Get("/ok")));
    auto answer = client.Read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "ok");
    EXPECT_EQ(answer->Header("Connection"), "");
  }
}

TEST_F(Protocol, ClosesAfterTheAnswerWhenAsked) {
  Client client = Connect();
  client.Send(Get("/ok", "Connection: close\r\n"));
  auto answer = client.Read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->Header("Connection"), "close");
  EXPECT_TRUE(client.Ended(1s));
}

TEST_F(Protocol, Http10ClosesUnlessKeepAliveIsAsked) {
  Client closing = Connect();
  closing.Send("GET /ok HTTP/1.0\r\n\r\n");
  auto answer = closing.Read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "ok");
  EXPECT_TRUE(closing.Ended(1s));

  Client keeping = Connect();
  for (int i = 0; i < 2; ++i) {
    keeping.Send("GET /ok HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    answer = keeping.Read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->Header("Connection"), "keep-alive");
  }
}

TEST_F(Protocol, PipelinedRequestsAreAnsweredInOrder) {
  Client client = Connect();
  std::string all;
  for (int i = 0; i < 50; ++i) all += Post("/echo", std::to_string(i));
  client.Send(all);
  for (int i = 0; i < 50; ++i) {
    auto answer = client.Read();
    ASSERT_TRUE(answer) << i;
    EXPECT_EQ(answer->body, std::to_string(i));
  }
}

TEST_F(Protocol, MoreIsPipelinedThanMayBeInFlight) {
  std::mutex mutex;
  std::vector<ReplyPtr> held;
  size_t most = 0;
  Route(Method::kGet, "/held/:n", [&](Request& r) {
    std::lock_guard lock(mutex);
    held.push_back(r.reply());
    most = std::max(most, held.size());
  });
  Client client = Connect();
  std::string all;
  for (int i = 0; i < 1000; ++i) all += Get("/held/" + std::to_string(i));
  client.Send(all);
  int answered = 0;
  std::thread answers([&] {
    while (answered < 1000) {
      std::vector<ReplyPtr> group;
      {
        std::lock_guard lock(mutex);
        group.swap(held);
      }
      // Last first: the order on the wire is the requests' all the same.
      for (auto it = group.rbegin(); it != group.rend(); ++it) {
        (*it)->Send(200, {}, std::to_string(answered++));
      }
      std::this_thread::sleep_for(1ms);
    }
  });
  int read = 0;
  while (read < 1000 && client.Read()) ++read;
  answers.join();
  EXPECT_EQ(read, 1000);
  EXPECT_LE(most, 64u);
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Protocol, ARequestMayComeByteByByte) {
  Client client = Connect();
  for (char c : Post("/echo", "slow", "X-A: b\r\n") + Get("/ok")) client.Send({&c, 1});
  auto first = client.Read();
  auto second = client.Read();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->body, "slow");
  EXPECT_EQ(second->body, "ok");
}

constexpr std::string_view kChunkedHead =
    "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

TEST_F(Protocol, ChunkedBodyWithExtensionsAndTrailers) {
  Client client = Connect();
  client.Send(std::string(kChunkedHead) +
              "5;a=b;c=\"d e\"\r\nhello\r\n6\r\n world\r\n0;last\r\nX-Sum: 1\r\nX-B: 2\r\n\r\n" +
              Get("/ok"));
  auto answer = client.Read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "hello world");
  EXPECT_EQ(client.Read()->body, "ok");
}

TEST_F(Protocol, ChunkedBodyByteByByte) {
  Client client = Connect();
  for (char c : std::string(kChunkedHead) + "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n") client.Send({&c, 1});
  auto answer = client.Read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "abcd");
}

TEST_F(Protocol, TrailersAreNoHeaders) {
  Route(Method::kPost, "/auth",
        [](Request& r) { r.reply()->Send(r.Header("Authorization") ? 200 : 401, {}, {}); });
  Client client = Connect();
  client.Send(
      "POST /auth HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "1\r\na\r\n0\r\nAuthorization: yes\r\n\r\n");
  EXPECT_EQ(client.Read()->status, 401);
}

TEST_F(Protocol, BadChunksAreRefused) {
  for (const char* body : {"g\r\nhello\r\n0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n", "-1\r\n\r\n\r\n",
                           "5\nhello\r\n0\r\n\r\n", "fffffffffffffffff\r\n\r\n"}) {
    EXPECT_TRUE(Refuses(std::string(kChunkedHead) + body, 400)) << body;
  }
}

TEST_F(Protocol, Expect100ContinueIsAnsweredBeforeTheBody) {
  Client client = Connect();
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  auto interim = client.Read(false, 1s);
  ASSERT_TRUE(interim);
  EXPECT_EQ(interim->status, 100);
  client.Send("hello");
  EXPECT_EQ(client.Read()->body, "hello");
}

TEST_F(Protocol, ExpectIsAnsweredAtOnceWhenTheBodyIsNotWanted) {
  Client client = Connect();
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.Read(false, 1s)->status, 413);
  EXPECT_TRUE(Refuses(Post("/echo", "", "Expect: something\r\n"), 417));
}

TEST_F(Protocol, ExpectWaitsForEarlierAnswers) {
  ReplyPtr late;
  std::atomic<bool> has{false};
  Route(Method::kGet, "/late", [&](Request& r) {
    late = r.reply();
    has = true;
  });
  Client client = Connect();
  client.Send(
      Get("/late") +
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  ASSERT_TRUE(Eventually([&] { return has.load(); }));
  EXPECT_FALSE(client.Read(false, 100ms));
  late->Send(200, {}, "first");
  EXPECT_EQ(client.Read()->body, "first");
  EXPECT_EQ(client.Read()->status, 100);
  client.Send("hi");
  EXPECT_EQ(client.Read()->body, "hi");
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Protocol, HeadHasTheHeadersOfGetAndNoBody) {
  Client client = Connect();
  client.Send("HEAD /ok HTTP/1.1\r\nHost: x\r\n\r\n" + Get("/ok"));
  auto head = client.Read(true);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->status, 200);
  EXPECT_EQ(head->Header("Content-Length"), "2");
  EXPECT_EQ(client.Read()->body, "ok");
}

TEST_F(Protocol, UnknownPathAndMethod) {
  auto missing = Ask(Get("/nothing"));
  ASSERT_TRUE(missing);
  EXPECT_EQ(missing->status, 404);
  EXPECT_EQ(missing->Header("Content-Type"), "application/json");
  EXPECT_EQ(missing->body, R"({"error":{"status":404,"message":"Not Found"}})");
  auto wrong = Ask(Post("/ok", ""));
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->status, 405);
  EXPECT_EQ(wrong->Header("Allow"), "GET, HEAD");
  EXPECT_TRUE(Refuses("BREW /ok HTTP/1.1\r\nHost: x\r\n\r\n", 501));
}

TEST_F(Protocol, OptionsNamesTheMethods) {
  auto answer = Ask("OPTIONS /ok HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 204);
  EXPECT_EQ(answer->Header("Allow"), "GET, HEAD");
  EXPECT_EQ(Status("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"), 204);
}

TEST_F(Protocol, A404WithABodyLeavesNothingToBeReadAsARequest) {
  Client client = Connect();
  client.Send(Post("/nothing", Get("/ok")));
  EXPECT_EQ(client.Read()->status, 404);
  EXPECT_TRUE(client.Ended());
}

TEST_F(Protocol, PathsAndQueriesAreDecoded) {
  EXPECT_EQ(Ask(Get("/people/a%2Fb%20c+d"))->body, "a/b c+d");
  EXPECT_EQ(Ask(Get("/%6fk"))->body, "ok");
  EXPECT_EQ(Ask(Get("/static/a/b.js?v=1"))->body, "a/b.js");
  Route(Method::kGet, "/q", [](Request& r) {
    r.reply()->Send(200, {}, r.QueryParam("a b").value_or("none") + "|" + std::string(r.query()));
  });
  EXPECT_EQ(Ask(Get("/q?x=1&a+b=%C3%A9+%2B&a+b=2"))->body, "\xC3\xA9 +|x=1&a+b=%C3%A9+%2B&a+b=2");
  EXPECT_EQ(Ask(Get("http://elsewhere/ok"))->body, "ok");
}

TEST_F(Protocol, BadTargetsAreRefused) {
  for (const char* target : {"/%", "/%zz", "/people/%00", "ok", "/static/../etc/passwd",
                             "/static/%2e%2e/etc/passwd", "/.", "/a/./b"}) {
    EXPECT_TRUE(Refuses(Get(target), 400)) << target;
  }
}

TEST_F(Protocol, HostIsRequiredOnce) {
  EXPECT_TRUE(Refuses("GET /ok HTTP/1.1\r\n\r\n", 400));
  EXPECT_TRUE(Refuses("GET /ok HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400));
  EXPECT_EQ(Status("GET /ok HTTP/1.0\r\n\r\n"), 200);
}

TEST_F(Protocol, EmptyLinesBeforeARequestAreIgnored) {
  EXPECT_EQ(Status("\r\n\r\n" + Get("/ok")), 200);
}

TEST_F(Protocol, OtherVersions) {
  EXPECT_TRUE(Refuses("GET /ok HTTP/2.0\r\nHost: x\r\n\r\n", 505));
  EXPECT_TRUE(Refuses("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505));
  EXPECT_TRUE(Refuses("GET /ok HTTP/1.1x\r\nHost: x\r\n\r\n", 400));
  EXPECT_TRUE(Refuses("GET /ok\r\n\r\n", 400));
}

TEST_F(Protocol, DateIsThereAndSound) {
  std::string date = Ask(Get("/ok"))->Header("Date");
  EXPECT_THAT(date, ::testing::MatchesRegex(
                        "[A-Z][a-z][a-z], [0-9][0-9] [A-Z][a-z][a-z] [0-9]{4} [0-9:]{8} GMT"));
}

TEST_F(Protocol, AHandlerCannotBreakTheMessage) {
  Route(Method::kGet, "/inject", [](Request& r) {
    r.reply()->Send(200,
                    {{"X-A", "b\r\nX-Evil: 1"},
                     {"X B", "c"},
                     {"Content-Length", "999"},
                     {"Transfer-Encoding", "chunked"},
                     {"X-Good", "yes"}},
                    "body");
  });
  auto answer = Ask(Get("/inject"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "body");
  EXPECT_THAT(answer->head, Not(HasSubstr("Evil")));
  EXPECT_THAT(answer->head, Not(HasSubstr("X B")));
  EXPECT_EQ(answer->Header("Content-Length"), "4");
  EXPECT_EQ(answer->Header("Transfer-Encoding"), "");
  EXPECT_EQ(answer->Header("X-Good"), "yes");
}

TEST_F(Protocol, NoContentHasNeitherBodyNorLength) {
  Route(Method::kGet, "/empty", [](Request& r) { r.reply()->Send(204, {}, "ignored"); });
  Client client = Connect();
  client.Send(Get("/empty") + Get("/ok"));
  auto answer = client.Read();
  EXPECT_EQ(answer->status, 204);
  EXPECT_EQ(answer->Header("Content-Length"), "");
  EXPECT_EQ(client.Read()->body, "ok");
}

TEST_F(Protocol, AClientThatFinishedSendingIsStillAnswered) {
  ReplyPtr late;
  std::atomic<bool> has{false};
  Route(Method::kGet, "/late", [&](Request& r) {
    late = r.reply();
    has = true;
  });
  Client client = Connect();
  client.Send(Get("/late"));
  client.FinishSending();
  ASSERT_TRUE(Eventually([&] { return has.load(); }));
  std::this_thread::sleep_for(50ms);
  late->Send(200, {}, "still");
  EXPECT_EQ(client.Read()->body, "still");
  EXPECT_TRUE(client.Ended());
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Protocol, LargeAnswersArriveWhole) {
  std::string big(5 << 20, 'x');
  for (size_t i = 0; i < big.size(); i += 4096) big[i] = static_cast<char>('a' + i / 4096 % 26);
  Route(Method::kGet, "/big", [&](Request& r) { r.reply()->Send(200, {}, big); });
  Client client = Connect();
  client.Send(Get("/big") + Get("/ok"));
  auto answer = client.Read();
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->body == big);
  EXPECT_EQ(client.Read()->body, "ok");
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Protocol, LargeBodiesArriveWhole) {
  Route(
      Method::kPost, "/large", [](Request& r) { r.reply()->Send(200, {}, r.body()); }, 4 << 20);
  std::string body(3 << 20, 'q');
  for (size_t i = 0; i < body.size(); i += 1000) body[i] = static_cast<char>('0' + i / 1000 % 10);
  EXPECT_TRUE(Ask(Post("/large", body))->body == body);
}

}  // namespace
}  // namespace griot::http::test
