// Why griot uses Pistache's sockets and not its HTTP layer: each test shows a fault of that layer,
// as packaged. The test of the same subject in faults_test.cc shows that griot's front has none of
// them. Should one of these tests fail with a newer Pistache, the fault is mended there.

#include <gmock/gmock.h>
#include <pistache/endpoint.h>
#include <pistache/http.h>
#include <pistache/router.h>
#include <sys/resource.h>
#include <unistd.h>

#include <thread>

#include "host/http/client.h"

namespace griot::http::test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
namespace P = Pistache;

// Streams that a handler began and that somebody goes on with, as a live feed would.
std::vector<std::unique_ptr<P::Http::ResponseStream>>& Streams() {
  static std::vector<std::unique_ptr<P::Http::ResponseStream>> streams;
  return streams;
}

class PlainHandler : public P::Http::Handler {
 public:
  HTTP_PROTOTYPE(PlainHandler)

  void onRequest(const P::Http::Request& request, P::Http::ResponseWriter response) override {
    const std::string& path = request.resource();
    if (path == "/throws") throw std::runtime_error("secret");
    if (path == "/big") {
      response.send(P::Http::Code::Ok, std::string(16 << 20, 'x'));
    } else if (path == "/query") {
      response.send(P::Http::Code::Ok, request.query().get("a b").value_or("none"));
    } else if (path == "/stream") {
      Streams().push_back(
          std::make_unique<P::Http::ResponseStream>(response.stream(P::Http::Code::Ok)));
      *Streams().back() << "one" << P::Http::flush;
    } else {
      response.send(P::Http::Code::Ok, path + "|" + request.body());
    }
  }
};

class PistacheFaults : public ::testing::Test {
 protected:
  void SetUp() override {
    auto options = P::Http::Endpoint::options()
                       .threads(1)
                       .flags(P::Tcp::Options::ReuseAddr)
                       .maxRequestSize(64 * 1024)
                       .headerTimeout(1s)
                       .bodyTimeout(1s);
    endpoint_ = std::make_unique<P::Http::Endpoint>(P::Address("127.0.0.1", P::Port(0)));
    endpoint_->init(options);
    endpoint_->setHandler(P::Http::make_handler<PlainHandler>());
    endpoint_->serveThreaded();
  }
  void TearDown() override {
    endpoint_->shutdown();
    Streams().clear();
  }

  Client Connect(int receive_buffer = 0) {
    return Client(static_cast<uint16_t>(endpoint_->getPort()), receive_buffer);
  }
  std::optional<Answer> Ask(const std::string& request) {
    Client client = Connect();
    client.Send(request);
    return client.Read();
  }

  std::unique_ptr<P::Http::Endpoint> endpoint_;
};

TEST_F(PistacheFaults, SlowReaderSpinsAWorker) {
  auto cpu = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  };
  Client slow = Connect(4096);
  slow.Send(Get("/big"));
  ASSERT_TRUE(slow.Read(true));
  double before = cpu();
  // Nobody does anything now; on a busy machine the worker gets its core only now and then.
  auto deadline = std::chrono::steady_clock::now() + 8s;
  while (cpu() - before < 0.3 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(50ms);
  }
  EXPECT_GE(cpu() - before, 0.3);
}

TEST_F(PistacheFaults, TheRestOfATooLargeBodyIsARequest) {
  Client client = Connect();
  client.Send(Post("/echo", std::string(70'000, 'a')));
  EXPECT_EQ(client.Read()->status, 413);
  client.Send(Get("/smuggled"));
  EXPECT_THAT(client.ReadAll(500ms), HasSubstr("HTTP/1.1"));
}

TEST_F(PistacheFaults, AStreamIsCutByA408) {
  Client client = Connect();
  client.Send(Get("/stream"));
  ASSERT_TRUE(client.Read(true));
  EXPECT_THAT(client.ReadAll(4s), HasSubstr("HTTP/1.1 408"));
}

TEST_F(PistacheFaults, KeepAliveNeedsAHeader) {
  EXPECT_EQ(Ask(Get("/ok"))->Header("Connection"), "Close");
}

TEST_F(PistacheFaults, ConnectionCloseIsNotHonoured) {
  Client client = Connect();
  client.Send(Get("/ok", "Connection: close\r\n"));
  ASSERT_TRUE(client.Read());
  EXPECT_FALSE(client.Ended(300ms));
}

TEST_F(PistacheFaults, PipelinedRequestsAreDropped) {
  Client client = Connect();
  client.Send(Get("/1") + Get("/2") + Get("/3"));
  EXPECT_TRUE(client.Read());
  EXPECT_FALSE(client.Read(false, 300ms));
}

TEST_F(PistacheFaults, ChunkExtensionsAreRefused) {
  EXPECT_EQ(Ask("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                "2;x=y\r\nhi\r\n0\r\n\r\n")
                ->status,
            400);
}

TEST_F(PistacheFaults, TransferEncodingIsComparedByItsBeginning) {
  auto answer =
      Ask("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chun\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "/echo|hi");
}

TEST_F(PistacheFaults, OfDifferingContentLengthsOneIsTaken) {
  auto answer =
      Ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 7\r\n\r\nhi");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "/echo|hi");
}

TEST_F(PistacheFaults, ContentLengthMayEndInLetters) {
  auto answer = Ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2abc\r\n\r\nhi");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "/echo|hi");
}

TEST_F(PistacheFaults, AHugeContentLengthIsReserved) {
  auto answer = Ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999\r\n\r\nhi");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 500);
  EXPECT_THAT(answer->body, HasSubstr("bad_alloc"));
}

TEST_F(PistacheFaults, ExpectIsNotAnswered) {
  Client client = Connect();
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_FALSE(client.Read(false, 500ms));
}

TEST_F(PistacheFaults, BareLineFeedsHang) {
  Client client = Connect();
  client.Send("GET /ok HTTP/1.1\nHost: x\n\n");
  EXPECT_FALSE(client.Read(false, 500ms));
}

TEST_F(PistacheFaults, ALineWithoutAColonSwallowsTheNext) {
  auto answer = Ask("POST /echo HTTP/1.1\r\nHost: x\r\nbroken\r\nContent-Length: 2\r\n\r\nhi");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "/echo|");
}

TEST_F(PistacheFaults, QueriesAreNotDecoded) {
  EXPECT_EQ(Ask(Get("/query?a%20b=1"))->body, "none");
}

TEST_F(PistacheFaults, OddMediaTypesAreRefusedBeforeTheHandler) {
  EXPECT_EQ(Ask(Get("/ok", "Accept: text/html, image/gif, *;q=.2, */*;q=.2\r\n"))->status, 415);
}

TEST_F(PistacheFaults, WhatAHandlerThrowsIsSent) {
  EXPECT_THAT(Ask(Get("/throws"))->body, HasSubstr("secret"));
}

// A process of its own, as it does not live.
[[noreturn]] void ServeSlashes() {
  P::Rest::Router router;
  P::Rest::Routes::Get(router, "/ok",
                       [](const P::Rest::Request&, P::Http::ResponseWriter response) {
                         response.send(P::Http::Code::Ok, "ok");
                         return P::Rest::Route::Result::Ok;
                       });
  P::Http::Endpoint endpoint(P::Address("127.0.0.1", P::Port(0)));
  endpoint.init(P::Http::Endpoint::options().threads(1).maxRequestSize(1 << 20));
  endpoint.setHandler(router.handler());
  endpoint.serveThreaded();
  Client client(static_cast<uint16_t>(endpoint.getPort()));
  client.Send(Get(std::string(200'000, '/')));
  client.Read(false, 5s);
  _exit(0);
}

TEST(PistacheFaultsDeath, LongRunsOfSlashesEndTheProcess) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(ServeSlashes(), ::testing::KilledBySignal(SIGSEGV), "");
}

}  // namespace
}  // namespace griot::http::test
