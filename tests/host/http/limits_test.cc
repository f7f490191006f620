// Time, memory and numbers: what a client may not take.

#include <fcntl.h>
#include <sys/resource.h>

#include <filesystem>

#include "host/http/server_test.h"

namespace griot::http::test {
namespace {

size_t OpenDescriptors() {
  size_t n = 0;
  for ([[maybe_unused]] auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++n;
  return n;
}

class Limits : public ServerTest {
 protected:
  Options Short() {
    Options options;
    options.header_timeout = 200ms;
    options.body_timeout = 200ms;
    options.idle_timeout = 200ms;
    options.write_stall = 300ms;
    options.linger_timeout = 200ms;
    return options;
  }
};

TEST_F(Limits, ASilentConnectionIsClosed) {
  Start(Short());
  Client client = Connect();
  EXPECT_TRUE(client.Ended(2s));
}

TEST_F(Limits, AnIdleConnectionIsClosed) {
  Start(Short());
  Client client = Connect();
  client.Send(Get("/ok"));
  ASSERT_TRUE(client.Read());
  auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(client.Ended(2s));
  EXPECT_GE(std::chrono::steady_clock::now() - start, 150ms);
}

TEST_F(Limits, ASlowHeadIsA408) {
  Start(Short());
  Client client = Connect();
  auto start = std::chrono::steady_clock::now();
  client.Send("GET /ok HTT");
  // A byte now and then does not help.
  for (int i = 0; i < 4; ++i) {
    std::this_thread::sleep_for(30ms);
    client.SendSome("x");
  }
  auto answer = client.Read(false, 2s);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 408);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1s);
  EXPECT_TRUE(client.Ended());
  EXPECT_EQ(server_->stats().timeouts, 1u);
}

TEST_F(Limits, ASlowBodyIsA408) {
  Start(Short());
  EXPECT_TRUE(Refuses("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf", 408));
}

TEST_F(Limits, AHandlerThatTakesLongIsNotTheClientsFault) {
  Start(Short());
  std::mutex mutex;
  ReplyPtr late;
  Route(Method::kGet, "/late", [&](Request& r) {
    std::lock_guard lock(mutex);
    late = r.reply();
  });
  Client client = Connect();
  client.Send(Get("/late"));
  std::this_thread::sleep_for(700ms);
  {
    std::lock_guard lock(mutex);
    late->Send(200, {}, "done");
  }
  EXPECT_EQ(client.Read()->body, "done");
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Limits, AReaderThatStoppedIsDropped) {
  Start(Short());
  std::string big(16 << 20, 'x');
  Route(Method::kGet, "/big", [&](Request& r) { r.reply()->Send(200, {}, big); });
  Client client = Connect(4096);
  client.Send(Get("/big"));
  ASSERT_TRUE(client.Read(true));
  ASSERT_TRUE(Eventually([&] { return server_->stats().connections == 0; }, 3s));
  EXPECT_EQ(server_->stats().broken, 1u);
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Limits, AReaderThatIsSlowButReadsIsServed) {
  Start(Short());
  std::string big(1 << 20, 'x');
  Route(Method::kGet, "/big", [&](Request& r) { r.reply()->Send(200, {}, big); });
  Client client = Connect(32768);
  client.Send(Get("/big"));
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(client.Read()->body.size(), big.size());
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Limits, WhoeverAsksAndNeverReadsIsNotBufferedFor) {
  Options options;
  options.max_write_buffer = 256 * 1024;
  Start(options);
  std::string body(100'000, 'x');
  std::atomic<int> calls{0};
  Route(Method::kGet, "/much", [&](Request& r) {
    ++calls;
    r.reply()->Send(200, {}, body);
  });
  Client client = Connect(4096);
  std::string requests;
  for (int i = 0; i < 2000; ++i) requests += Get("/much");
  client.SendSome(requests);
  std::this_thread::sleep_for(300ms);
  int then = calls;
  EXPECT_LT(then, 200);  // what sockets hold, and the bound
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(calls, then);
  EXPECT_EQ(Status(Get("/ok")), 200);
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Limits, LateAnswersPastTheBoundDropTheConnection) {
  Options options;
  options.max_write_buffer = 256 * 1024;
  Start(options);
  std::mutex mutex;
  std::vector<ReplyPtr> held;
  Route(Method::kGet, "/held", [&](Request& r) {
    std::lock_guard lock(mutex);
    held.push_back(r.reply());
  });
  Client client = Connect();
  std::string requests;
  for (int i = 0; i < 10; ++i) requests += Get("/held");
  client.Send(requests);
  ASSERT_TRUE(Eventually([&] {
    std::lock_guard lock(mutex);
    return held.size() == 10;
  }));
  std::string body(100'000, 'x');
  for (int i = 9; i > 0; --i) held[static_cast<size_t>(i)]->Send(200, {}, body);
  EXPECT_TRUE(client.Ended());
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Limits, ConnectionsAreCapped) {
  Options options;
  options.max_connections = 8;
  Start(options);
  std::vector<Client> clients;
  for (int i = 0; i < 8; ++i) {
    clients.push_back(Connect());
    clients.back().Send(Get("/ok"));
    ASSERT_TRUE(clients.back().Read());
  }
  Client ninth = Connect();
  auto answer = ninth.Read();
  EXPECT_EQ(answer ? answer->status : 503, 503);
  EXPECT_TRUE(ninth.Ended());
  EXPECT_EQ(server_->stats().rejected, 1u);
  clients.pop_back();
  ASSERT_TRUE(Eventually([&] { return Status(Get("/ok")) == 200; }));
}

TEST_F(Limits, AFloodOfConnectionsLeavesTheServerWell) {
  Options options;
  options.max_connections = 50;
  Start(options);
  for (int round = 0; round < 3; ++round) {
    std::vector<Client> flood;
    for (int i = 0; i < 400; ++i) flood.push_back(Connect());
  }
  ASSERT_TRUE(Eventually([&] { return Status(Get("/ok")) == 200; }));
  EXPECT_GT(server_->stats().rejected, 0u);
}

TEST_F(Limits, TheSoftLimitOfDescriptorsIsRaised) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  rlimit lower = limit;
  lower.rlim_cur = std::min<rlim_t>(limit.rlim_cur, 1024);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &lower), 0);
  Start();
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(limit.rlim_cur, limit.rlim_max);
}

TEST_F(Limits, BodiesInPiecesAreBoundedTogether) {
  Options options;
  options.max_partial_bodies = 100'000;
  Start(options);
  std::vector<Client> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(Connect());
    clients.back().Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" +
                        std::string(50'000, 'x'));
  }
  int refused = 0;
  for (Client& client : clients) {
    auto answer = client.Read(false, 300ms);
    if (answer && answer->status == 503) ++refused;
  }
  EXPECT_GE(refused, 1);
  clients.clear();
  ASSERT_TRUE(Eventually([&] { return Status(Post("/echo", "small")) == 200; }));
}

TEST_F(Limits, NoDescriptorIsLeaked) {
  Start();
  server_->Stop();
  server_.reset();
  size_t before = OpenDescriptors();
  for (int round = 0; round < 5; ++round) {
    Start();
    std::vector<Client> clients;
    for (int i = 0; i < 20; ++i) {
      clients.push_back(Connect());
      clients.back().Send(i % 2 ? Get("/ok") : std::string("GET /o"));
    }
    ASSERT_TRUE(clients[1].Read());
    server_->Stop();
    server_.reset();
  }
  // Pistache itself leaks a few event descriptors with each listener; connections it must not be.
  EXPECT_LT(OpenDescriptors(), before + 5 * 15);
}

TEST_F(Limits, AddressInUseIsSaid) {
  Start();
  Options options;
  options.port = port();
  Server second(options);
  auto started = second.Start();
  ASSERT_FALSE(started.ok());
  EXPECT_NE(started.error().find(std::to_string(port())), std::string::npos);
  EXPECT_NE(started.error().find("in use"), std::string::npos) << started.error();
}

TEST_F(Limits, ABadProxyIsSaid) {
  Options options;
  options.trusted_proxies = {"10.0.0.0/99"};
  Server server(options);
  EXPECT_FALSE(server.Start().ok());
}

TEST_F(Limits, CountersCount) {
  Start();
  Status(Get("/ok"));
  Status(Get("/nothing"));
  Status(Post("/echo", "x"));
  Stats stats = server_->stats();
  EXPECT_EQ(stats.accepted, 3u);
  EXPECT_EQ(stats.requests, 2u);
  EXPECT_EQ(stats.answers[2], 2u);
  EXPECT_EQ(stats.answers[4], 1u);
  EXPECT_GT(stats.bytes_in, 60u);
  EXPECT_GT(stats.bytes_out, 60u);
  EXPECT_TRUE(Eventually([&] { return server_->stats().connections == 0; }));
}

}  // namespace
}  // namespace griot::http::test
