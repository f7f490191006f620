// The control socket: who gets an answer, and that nobody holds up the end.
#include "host/control/control_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>
#include <vector>

#include "host/control/errands.h"
#include "host/control/socket_address.h"

namespace griot::host {
namespace {

using std::chrono::steady_clock;

class Control : public ::testing::Test {
 protected:
  Control() {
    std::string pattern = (std::filesystem::temp_directory_path() / "griot-ctl-XXXXXX").string();
    dir_ = ::mkdtemp(pattern.data());
    path_ = dir_ + "/griot.sock";
  }
  ~Control() override {
    server_.Stop();
    std::filesystem::remove_all(dir_);
  }

  Status Ask(std::string_view request, std::string* answer) {
    return AskControl(path_, request, answer);
  }
  // A client that sends this and then nothing more.
  int Say(std::string_view text) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_TRUE(SocketAddress(path_).ConnectTo(fd));
    if (text.empty()) return fd;
    EXPECT_EQ(::send(fd, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
    return fd;
  }
  // Once the server has turned to the client in front, the end must come at once all the same.
  void ExpectAQuickEnd() {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const auto before = steady_clock::now();
    server_.Stop();
    EXPECT_LT(steady_clock::now() - before, std::chrono::seconds(10));
  }

  std::string dir_, path_;
  std::string large_ = std::string(16 << 20, 'x');
  ControlServer server_{[this](std::string_view request, ControlReply& reply) {
    if (request == "count") {
      for (int i = 0; reply.Send(std::to_string(i)); ++i)
        if (!reply.Pause(std::chrono::milliseconds(1))) break;
      counted_.store(true);
      return;
    }
    reply.Send(request == "large" ? large_ : "heard " + std::string(request));
  }};
  std::atomic<bool> counted_{false};  // an answer without end was ended
};

TEST_F(Control, AnswersRequestAfterRequest) {
  ASSERT_TRUE(server_.Open(path_).ok());
  server_.Start();
  std::string answer;
  for (const char* request : {"one", "two"}) {
    ASSERT_TRUE(Ask(request, &answer).ok());
    EXPECT_EQ(answer, std::string("heard ") + request);
  }
  ASSERT_TRUE(Ask("large", &answer).ok());
  EXPECT_EQ(answer, large_);
}

TEST_F(Control, WhoComesBeforeItServesIsAnsweredThen) {
  ASSERT_TRUE(server_.Open(path_).ok());
  std::string answer;
  auto asked = std::async(std::launch::async, [&] { return Ask("early", &answer); });
  EXPECT_EQ(asked.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  server_.Start();
  EXPECT_TRUE(asked.get().ok());
  EXPECT_EQ(answer, "heard early");
}

TEST_F(Control, TheSocketIsItsOwnersAloneAndGoesWithIt) {
  ASSERT_TRUE(server_.Open(path_).ok());
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
  server_.Stop();
  EXPECT_FALSE(std::filesystem::exists(path_));
  std::string answer;
  EXPECT_EQ(Ask("x", &answer).code, GRIOT_GONE);
}

TEST_F(Control, WhatADeadOneLeftIsReplaced) {
  std::ofstream(path_) << "left behind";
  ASSERT_TRUE(server_.Open(path_).ok());
  server_.Start();
  std::string answer;
  EXPECT_TRUE(Ask("x", &answer).ok());
}

TEST_F(Control, AFolderTooDeepForASocketsAddressIsReached) {
  std::string deep = dir_;
  for (int i = 0; i < 4; ++i) deep += "/" + std::string(60, 'd');
  std::filesystem::create_directories(deep);
  path_ = deep + "/griot.sock";
  ASSERT_TRUE(server_.Open(path_).ok());
  server_.Start();
  EXPECT_TRUE(std::filesystem::exists(path_));
  std::string answer;
  EXPECT_TRUE(Ask("x", &answer).ok());
  server_.Stop();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(Control, HalfARequestDoesNotHoldUpTheEnd) {
  ASSERT_TRUE(server_.Open(path_).ok());
  server_.Start();
  const int client = Say(R"({"op":)");
  ExpectAQuickEnd();
  ::close(client);
}

TEST_F(Control, AClientThatDoesNotReadDoesNotHoldUpTheEnd) {
  ASSERT_TRUE(server_.Open(path_).ok());
  server_.Start();
  const int client = Say("large\n");
  ExpectAQuickEnd();
  ::close(client);
}

TEST_F(Control, WhoDawdlesHoldsUpNobodyElse) {
  ASSERT_TRUE(server_.Open(path_).ok());
  server_.Start();
  const int half = Say(R"({"op":)"), unread = Say("large\n");
  std::string answer;
  ASSERT_TRUE(Ask("x", &answer).ok());
  EXPECT_EQ(answer, "heard x");
  ::close(half);
  ::close(unread);
}

TEST_F(Control, AnAnswerOfManyLinesGoesOnUntilItsReaderLeaves) {
  ASSERT_TRUE(server_.Open(path_).ok());
  server_.Start();
  {
    LineSocket reader(Say("count\n"));
    std::string line;
    for (int i = 0; i < 20; ++i) {
      ASSERT_TRUE(reader.Read(&line));
      EXPECT_EQ(line, std::to_string(i));
    }
    EXPECT_FALSE(counted_.load());
  }
  const auto deadline = steady_clock::now() + std::chrono::seconds(10);
  while (!counted_.load() && steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_TRUE(counted_.load());
}

TEST_F(Control, AnAnswerWithoutEndDoesNotHoldUpTheEnd) {
  ASSERT_TRUE(server_.Open(path_).ok());
  server_.Start();
  const int client = Say("count\n");
  ExpectAQuickEnd();
  EXPECT_TRUE(counted_.load());
  ::close(client);
}

TEST_F(Control, SeveralRequestsInOneWriteAreAllAnswered) {
  ASSERT_TRUE(server_.Open(path_).ok());
  server_.Start();
  LineSocket client(Say("one\ntwo\n"));
  std::string line;
  ASSERT_TRUE(client.Read(&line));
  EXPECT_EQ(line, "heard one");
  ASSERT_TRUE(client.Read(&line));
  EXPECT_EQ(line, "heard two");
}

TEST_F(Control, TooManyClientsAreToldSo) {
  ASSERT_TRUE(server_.Open(path_).ok());
  server_.Start();
  std::vector<int> clients;
  for (int i = 0; i < 40; ++i) clients.push_back(Say(""));
  std::string line;
  EXPECT_TRUE(LineSocket(clients.back()).Read(&line));
  EXPECT_THAT(line, ::testing::HasSubstr("too many clients"));
  clients.pop_back();
  for (const int client : clients) ::close(client);
  // Their places are free again.
  const auto deadline = steady_clock::now() + std::chrono::seconds(10);
  while (line != "heard x" && steady_clock::now() < deadline) (void)Ask("x", &line).ok();
  EXPECT_EQ(line, "heard x");
}

TEST(ErrandsTest, AreDoneOnTheThreadThatRunsThem) {
  std::atomic<int> woken{0};
  Errands errands([&] { ++woken; });
  std::thread::id done_by;
  auto asked = std::async(std::launch::async, [&] {
    return errands.Do([&] { done_by = std::this_thread::get_id(); });
  });
  while (woken.load() == 0) std::this_thread::yield();
  errands.Run();
  EXPECT_TRUE(asked.get());
  EXPECT_EQ(done_by, std::this_thread::get_id());
}

TEST(ErrandsTest, WhoWaitsAtTheEndIsToldSo) {
  std::atomic<int> woken{0};
  Errands errands([&] { ++woken; });
  auto asked = std::async(std::launch::async, [&] { return errands.Do([] { FAIL(); }); });
  while (woken.load() == 0) std::this_thread::yield();
  errands.Close();
  EXPECT_FALSE(asked.get());
  EXPECT_FALSE(errands.Do([] { FAIL(); }));
}

}  // namespace
}  // namespace griot::host
