// Answers that come in pieces: the live feed and downloads.

#include "host/http/server_test.h"

namespace griot::http::test {
namespace {

constexpr Header kEvents{"Content-Type", "text/event-stream"};

class Streams : public ServerTest {
 protected:
  // GET /stream leaves its begun reply in stream_.
  void Begin(Options options = {}, bool events = true) {
    Start(std::move(options));
    Route(Method::kGet, "/stream", [this, events](Request& r) {
      std::lock_guard lock(mutex_);
      stream_ = r.reply();
      began_ = stream_->StreamBegin(200, {&kEvents, events ? size_t{1} : size_t{0}});
    });
  }
  ReplyPtr Stream() {
    EXPECT_TRUE(Eventually([this] {
      std::lock_guard lock(mutex_);
      return stream_ != nullptr;
    }));
    std::lock_guard lock(mutex_);
    return std::move(stream_);
  }

  std::mutex mutex_;
  ReplyPtr stream_;
  bool began_ = false;
};

TEST_F(Streams, ComeInChunksAndTheConnectionGoesOn) {
  Begin();
  Client client = Connect();
  client.Send(Get("/stream"));
  ReplyPtr stream = Stream();
  auto head = client.Read(true);
  EXPECT_EQ(head->Header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(stream->StreamWrite("one"), Push::kOk);
  EXPECT_EQ(client.ReadChunk(), "one");
  EXPECT_EQ(stream->StreamWrite("two"), Push::kOk);
  EXPECT_EQ(client.ReadChunk(), "two");
  stream->StreamEnd();
  EXPECT_EQ(client.ReadChunk(), "");
  EXPECT_EQ(stream->StreamWrite("late"), Push::kGone);
  client.Send(Get("/ok"));
  EXPECT_EQ(client.Read()->body, "ok");
}

TEST_F(Streams, ToHttp10EndWithTheConnection) {
  Begin();
  Client client = Connect();
  client.Send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  ReplyPtr stream = Stream();
  stream->StreamWrite("plain");
  stream->StreamEnd();
  auto answer = client.Read();
  EXPECT_EQ(answer->Header("Transfer-Encoding"), "");
  EXPECT_EQ(answer->body, "plain");
}

TEST_F(Streams, OfHeadAreNotWanted) {
  Begin();
  Client client = Connect();
  client.Send("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n" + Get("/ok"));
  ReplyPtr stream = Stream();
  EXPECT_FALSE(began_);
  EXPECT_EQ(client.Read(true)->status, 200);
  EXPECT_EQ(client.Read()->body, "ok");
}

TEST_F(Streams, WaitForEarlierAnswers) {
  Begin();
  ReplyPtr late;
  std::atomic<bool> has{false};
  Route(Method::kGet, "/late", [&](Request& r) {
    late = r.reply();
    has = true;
  });
  Client client = Connect();
  client.Send(Get("/late") + Get("/stream") + Get("/ok"));
  ReplyPtr stream = Stream();
  EXPECT_EQ(stream->StreamWrite("held"), Push::kOk);
  EXPECT_FALSE(client.Read(false, 50ms));
  late->Send(200, {}, "first");
  EXPECT_EQ(client.Read()->body, "first");
  client.Read(true);
  EXPECT_EQ(client.ReadChunk(), "held");
  stream->StreamWrite("direct");
  EXPECT_EQ(client.ReadChunk(), "direct");
  stream->StreamEnd();
  EXPECT_EQ(client.ReadChunk(), "");
  EXPECT_EQ(client.Read()->body, "ok");
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Streams, ASlowReaderIsToldOfAndLaterServed) {
  Options options;
  options.max_write_buffer = 256 * 1024;
  Begin(options);
  Client client = Connect(4096);
  client.Send(Get("/stream"));
  ReplyPtr stream = Stream();
  std::atomic<int> writable{0};
  stream->OnWritable([&] { ++writable; });
  std::string piece(10'000, 'p');
  size_t taken = 0;
  Push push = Push::kOk;
  while ((push = stream->StreamWrite(piece)) == Push::kOk && taken < (64u << 20)) {
    taken += piece.size();
  }
  ASSERT_EQ(push, Push::kFull);
  EXPECT_LT(taken, 32u << 20);
  EXPECT_EQ(writable, 0);

  client.Read(true);
  size_t read = 0;
  while (read < taken) {
    auto chunk = client.ReadChunk();
    ASSERT_TRUE(chunk);
    read += chunk->size();
  }
  EXPECT_EQ(read, taken);
  EXPECT_TRUE(Eventually([&] { return writable == 1; }));
  EXPECT_EQ(stream->StreamWrite("again"), Push::kOk);
  EXPECT_EQ(client.ReadChunk(), "again");
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Streams, OnWritableMayBeAskedForAfterTheFact) {
  Options options;
  options.max_write_buffer = 64 * 1024;
  Begin(options);
  Client client = Connect(4096);
  client.Send(Get("/stream"));
  ReplyPtr stream = Stream();
  std::string piece(10'000, 'p');
  size_t taken = 0;
  while (stream->StreamWrite(piece) == Push::kOk) taken += piece.size();
  client.Read(true);
  for (size_t read = 0; read < taken;) read += client.ReadChunk()->size();
  std::atomic<int> writable{0};
  stream->OnWritable([&] { ++writable; });
  EXPECT_TRUE(Eventually([&] { return writable == 1; }));
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Streams, WhoLeavesIsNoticed) {
  for (bool reset : {false, true}) {
    Begin();
    Client client = Connect();
    client.Send(Get("/stream"));
    ReplyPtr stream = Stream();
    std::atomic<int> closed{0};
    stream->OnClosed([&] { ++closed; });
    ASSERT_TRUE(client.Read(true));
    reset ? client.Reset() : client.Close();
    EXPECT_TRUE(Eventually([&] { return closed == 1; }));
    EXPECT_EQ(stream->StreamWrite("x"), Push::kGone);
    std::atomic<int> late{0};
    stream->OnClosed([&] { ++late; });
    EXPECT_TRUE(Eventually([&] { return late == 1; }));
    stream.reset();
    server_->Stop();
  }
  server_->Stop();  // before what the handlers refer to goes
}

TEST_F(Streams, CallbacksMayUseTheReply) {
  Options options;
  options.max_write_buffer = 64 * 1024;
  Begin(options);
  Client client = Connect(4096);
  client.Send(Get("/stream"));
  ReplyPtr stream = Stream();
  std::mutex owner;  // as a plugin has one, held around its writes and in its callbacks
  size_t taken = 0;
  std::string piece(10'000, 'p');
  auto pump = [&, raw = stream.get()] {
    std::lock_guard lock(owner);
    while (taken < 3'000'000 && raw->StreamWrite(piece) == Push::kOk) taken += piece.size();
  };
  stream->OnWritable(pump);
  pump();
  client.Read(true);
  size_t read = 0;
  while (read < 3'000'000) {
    auto chunk = client.ReadChunk();
    ASSERT_TRUE(chunk) << read;
    read += chunk->size();
  }
  server_->Stop();  // before what the callbacks refer to goes
}

TEST_F(Streams, ADroppedStreamIsCutNotEnded) {
  Begin();
  Client client = Connect();
  client.Send(Get("/stream"));
  ReplyPtr stream = Stream();
  stream->StreamWrite("part");
  client.Read(true);
  EXPECT_EQ(client.ReadChunk(), "part");
  stream.reset();
  EXPECT_FALSE(client.ReadChunk());
}

TEST_F(Streams, ManyAtOnceEachGetTheirOwn) {
  Options options;
  options.workers = 2;
  Start(options);
  std::mutex mutex;
  std::vector<std::pair<std::string, ReplyPtr>> streams;
  Route(Method::kGet, "/s/:id", [&](Request& r) {
    r.reply()->StreamBegin(200, {&kEvents, 1});
    std::lock_guard lock(mutex);
    streams.emplace_back(*r.PathParam("id"), r.reply());
  });
  constexpr int kClients = 50;
  std::vector<Client> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.push_back(Connect());
    clients.back().Send(Get("/s/" + std::to_string(i)));
  }
  for (auto& client : clients) ASSERT_TRUE(client.Read(true));
  for (int round = 0; round < 20; ++round) {
    std::lock_guard lock(mutex);
    for (auto& [id, stream] : streams) ASSERT_EQ(stream->StreamWrite(id), Push::kOk);
  }
  for (int i = 0; i < kClients; ++i) {
    for (int round = 0; round < 20; ++round) {
      ASSERT_EQ(clients[static_cast<size_t>(i)].ReadChunk(), std::to_string(i));
    }
  }
  server_->Stop();  // before what the handlers refer to goes
}

}  // namespace
}  // namespace griot::http::test
