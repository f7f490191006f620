// Every fault of Pistache's own HTTP layer that is known (and that griot would have had, had it
// used that layer) is a test here. Those that could be shown on Pistache itself have a twin of the
// same name in pistache_faults_test.cc.

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <cstdlib>
#include <fstream>

#include "host/http/server_test.h"

namespace griot::http::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Faults : public ServerTest {};

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto seconds = [](timeval t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

size_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  size_t total = 0;
  size_t resident = 0;
  statm >> total >> resident;
  return resident * 4096;
}

TEST_F(Faults, LongRunsOfSlashesAreHarmless) {
  Options options;
  options.max_target = options.max_header = 128 * 1024;
  Start(options);
  EXPECT_EQ(Status(Get(std::string(40'000, '/'))), 404);
  EXPECT_EQ(Ask(Get("/static/" + std::string(40'000, '/')))->body, std::string(40'000, '/'));
  EXPECT_EQ(Status(Get("/ok")), 200);
}

TEST_F(Faults, SlowReaderDoesNotSpinAWorker) {
  Start();
  std::string big(16 << 20, 'x');
  Route(Method::kGet, "/big", [&](Request& r) { r.reply()->Send(200, {}, big); });
  Client slow = Connect(4096);
  slow.Send(Get("/big"));
  ASSERT_TRUE(slow.Read(true));
  double before = CpuSeconds();
  auto start = std::chrono::steady_clock::now();
  int others = 0;
  while (std::chrono::steady_clock::now() - start < 600ms) {
    EXPECT_EQ(Status(Get("/ok")), 200);  // and the worker serves on
    ++others;
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_LT(CpuSeconds() - before, 0.3);
  EXPECT_GT(others, 10);
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Faults, TheRestOfATooLargeBodyIsNoRequest) {
  Start();
  std::atomic<int> smuggled{0};
  Route(Method::kGet, "/smuggled", [&](Request& r) {
    ++smuggled;
    r.reply()->Send(200, {}, "smuggled");
  });
  std::string body(70'000, 'a');
  EXPECT_TRUE(Refuses(Post("/echo", body + Get("/smuggled")), 413));
  EXPECT_TRUE(
      Refuses("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              "fffff\r\n" +
                  Get("/smuggled"),
              413));
  EXPECT_EQ(smuggled, 0);
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Faults, AnEventStreamOutlivesTheTimeouts) {
  Options options;
  options.header_timeout = options.body_timeout = options.idle_timeout = 100ms;
  Start(options);
  std::mutex mutex;
  ReplyPtr stream;
  Route(Method::kGet, "/events", [&](Request& r) {
    std::lock_guard lock(mutex);
    stream = r.reply();
    const Header type{"Content-Type", "text/event-stream"};
    stream->StreamBegin(200, {&type, 1});
  });
  Client client = Connect();
  client.Send(Get("/events"));
  ASSERT_EQ(client.Read(true)->status, 200);
  std::this_thread::sleep_for(500ms);
  {
    std::lock_guard lock(mutex);
    ASSERT_EQ(stream->StreamWrite("data: 1\n\n"), Push::kOk);
    stream->StreamEnd();
  }
  EXPECT_EQ(client.ReadChunk(), "data: 1\n\n");
  EXPECT_EQ(client.ReadChunk(), "");
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Faults, StreamsMayBeWrittenFromAnyThread) {
  Start();
  std::vector<std::thread> writers;
  std::mutex mutex;
  Route(Method::kGet, "/stream", [&](Request& r) {
    ReplyPtr reply = r.reply();
    reply->StreamBegin(200, {});
    std::lock_guard lock(mutex);
    writers.emplace_back([reply] {
      for (int i = 0; i < 200; ++i) reply->StreamWrite("0123456789");
      reply->StreamEnd();
    });
  });
  std::vector<std::thread> readers;
  for (int i = 0; i < 8; ++i) {
    readers.emplace_back([&] {
      Client client = Connect();
      client.Send(Get("/stream") + Get("/ok"));
      auto answer = client.Read();
      EXPECT_TRUE(answer);
      EXPECT_EQ(answer ? answer->body.size() : 0, 2000u);
      EXPECT_TRUE(client.Read());
    });
  }
  for (auto& thread : readers) thread.join();
  server_->Stop();  // no handler adds a writer any more
  for (auto& thread : writers) thread.join();
}

TEST_F(Faults, KeepAliveNeedsNoHeader) {
  Start();
  Client client = Connect();
  client.Send(Get("/ok"));
  auto answer = client.Read();
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->head, Not(HasSubstr("lose")));
  client.Send(Get("/ok"));
  EXPECT_TRUE(client.Read());
}

TEST_F(Faults, ConnectionCloseIsHonoured) {
  Start();
  EXPECT_TRUE(Refuses(Get("/ok", "Connection: close\r\n"), 200));
}

TEST_F(Faults, PipelinedRequestsAreNotDropped) {
  Start();
  Client client = Connect();
  client.Send(Get("/ok") + Get("/people/7") + Get("/ok"));
  EXPECT_EQ(client.Read()->body, "ok");
  EXPECT_EQ(client.Read()->body, "7");
  EXPECT_EQ(client.Read()->body, "ok");
}

TEST_F(Faults, ChunkExtensionsAndTrailersAreAccepted) {
  Start();
  EXPECT_EQ(Ask("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                "2;x=y\r\nhi\r\n0\r\nX-T: 1\r\n\r\n")
                ->body,
            "hi");
}

TEST_F(Faults, ContentLengthWithTransferEncodingIsRefused) {
  Start();
  for (const char* lines : {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                            "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n"}) {
    EXPECT_TRUE(
        Refuses(std::string("POST /echo HTTP/1.1\r\nHost: x\r\n") + lines + "\r\n0\r\n\r\n", 400))
        << lines;
  }
}

TEST_F(Faults, TransferEncodingIsComparedWhole) {
  Start();
  auto with = [](const std::string& coding) {
    return "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + coding +
           "\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
  };
  EXPECT_TRUE(Refuses(with("chun"), 400));
  EXPECT_TRUE(Refuses(with("chunkedx"), 400));
  EXPECT_TRUE(Refuses(with("identity"), 400));
  EXPECT_TRUE(Refuses(with("chunked, gzip"), 400));
  EXPECT_TRUE(Refuses(with("gzip, chunked"), 501));
  EXPECT_TRUE(Refuses(with("chunked\r\nTransfer-Encoding: chunked"), 400));
  EXPECT_EQ(Status(with("Chunked")), 200);
  EXPECT_TRUE(Refuses("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400));
}

TEST_F(Faults, DifferingContentLengthsAreRefused) {
  Start();
  EXPECT_TRUE(
      Refuses("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: "
              "7\r\n\r\nhi",
              400));
}

TEST_F(Faults, ContentLengthIsDigitsOnly) {
  Start();
  for (const char* length :
       {"2abc", "-2", "+2", "0x2", "2 2", "2,3", "", "99999999999999999999999"}) {
    EXPECT_TRUE(Refuses(
        std::string("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: ") + length + "\r\n\r\nhi",
        400))
        << length;
  }
}

TEST_F(Faults, AHugeContentLengthReservesNothing) {
  Start();
  Route(
      Method::kPost, "/huge", [](Request&) {}, SIZE_MAX);
  size_t before = ResidentBytes();
  EXPECT_TRUE(
      Refuses("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999\r\n\r\nhi", 413));
  std::vector<Client> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(Connect());
    clients.back().Send("POST /huge HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\nhi");
  }
  EXPECT_EQ(Status(Get("/ok")), 200);
  EXPECT_LT(ResidentBytes(), before + (32u << 20));
}

TEST_F(Faults, HeadAndBodyHaveLimitsOfTheirOwn) {
  Start();
  EXPECT_EQ(Status(Post("/echo", std::string(65'536, 'b'))), 200);
  EXPECT_TRUE(Refuses(Post("/echo", std::string(65'537, 'b')), 413));
  EXPECT_TRUE(Refuses(Get("/" + std::string(8200, 'u')), 414));
  EXPECT_TRUE(Refuses(Get("/ok", "X: " + std::string(17'000, 'h') + "\r\n"), 431));
  std::string many;
  for (int i = 0; i < 101; ++i) many += "A: b\r\n";
  EXPECT_TRUE(Refuses(Get("/ok", many), 431));
}

TEST_F(Faults, ALimitIsKeptWhileTheHeadIsStillComing) {
  Start();
  EXPECT_TRUE(Refuses("GET /" + std::string(20'000, 'u'), 414));
  EXPECT_TRUE(Refuses("GET /ok HTTP/1.1\r\nX: " + std::string(20'000, 'h'), 431));
}

TEST_F(Faults, BareLineFeedsAreRefusedAndDoNotHang) {
  Start();
  for (const char* request : {"GET /ok HTTP/1.1\nHost: x\n\n", "GET /ok HTTP/1.1\r\nHost: x\n\r\n",
                              "\nGET /ok HTTP/1.1\r\nHost: x\r\n\r\n",
                              "GET /ok HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n"}) {
    EXPECT_TRUE(Refuses(request, 400)) << request;
  }
}

TEST_F(Faults, FoldedAndBrokenHeaderLinesAreRefused) {
  Start();
  for (const char* line :
       {"A: b\r\n c\r\n", "A: b\r\n\tc\r\n", "NoColon\r\n", "A : b\r\n", ": b\r\n", "A\x01: b\r\n",
        "A: b\x01\r\n", " A: b\r\n", "A: b\rC: d\r\n"}) {
    EXPECT_TRUE(Refuses(Get("/ok", line), 400)) << line;
    EXPECT_TRUE(Refuses("GET /ok HTTP/1.1\r\n" + std::string(line) + "Host: x\r\n\r\n", 400));
  }
}

TEST_F(Faults, ALineWithoutAColonSwallowsNothing) {
  Start();
  EXPECT_TRUE(Refuses("GET /ok HTTP/1.1\r\nHost: x\r\nbroken\r\nContent-Length: 0\r\n\r\n", 400));
}

TEST_F(Faults, HeaderNamesHaveNoCase) {
  Start();
  Route(Method::kGet, "/h",
        [](Request& r) { r.reply()->Send(200, {}, r.Header("x-KEY").value_or("none")); });
  EXPECT_EQ(Ask(Get("/h", "X-Key: 1\r\nx-key: 2\r\n"))->body, "1");
}

TEST_F(Faults, AllRepeatedHeadersAreKept) {
  Start();
  Route(Method::kGet, "/h", [](Request& r) {
    std::string all;
    r.ForEachHeader([&](std::string_view name, std::string_view value) {
      if (name != "Host") all.append(name).append("=").append(value).append(";");
    });
    r.reply()->Send(200, {}, all);
  });
  EXPECT_EQ(Ask(Get("/h", "A: 1\r\nB: 2\r\nA: 3\r\n"))->body, "A=1;B=2;A=3;");
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Faults, QueriesAreDecoded) {
  Start();
  Route(Method::kGet, "/q", [](Request& r) {
    r.reply()->Send(200, {}, r.QueryParam("hub.challenge").value_or("none"));
  });
  EXPECT_EQ(Ask(Get("/q?hub.mode=subscribe&hub%2Echallenge=a%20b+c"))->body, "a b c");
}

TEST_F(Faults, OddMediaTypesReachTheHandler) {
  Start();
  for (const char* line : {"Accept: text/html, image/gif, *;q=.2, */*;q=.2\r\n",
                           "Content-Type: font/woff2\r\n", "Cache-Control: max-age=x\r\n",
                           "Accept: ;;;\r\n", "Content-Type: \r\n", "Cookie: =;=\r\n"}) {
    EXPECT_EQ(Status(Get("/ok", line)), 200) << line;
  }
}

TEST_F(Faults, WhatAHandlerThrowsStaysInside) {
  Start();
  Route(Method::kGet, "/throws", [](Request&) { throw std::runtime_error("secret"); });
  Route(Method::kGet, "/odd", [](Request&) { throw 1; });
  Client client = Connect();
  client.Send(Get("/throws") + Get("/odd") + Get("/ok"));
  for (int i = 0; i < 2; ++i) {
    auto answer = client.Read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 500);
    EXPECT_THAT(answer->body, Not(HasSubstr("secret")));
  }
  EXPECT_EQ(client.Read()->body, "ok");
  EXPECT_EQ(server_->stats().handler_errors, 2u);
  server_->Stop();
  EXPECT_THAT(log_, ::testing::Contains(HasSubstr("secret")));
}

}  // namespace
}  // namespace griot::http::test
