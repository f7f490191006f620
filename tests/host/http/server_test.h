#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "host/http/client.h"
#include "host/http/server.h"

namespace griot::http::test {

using namespace std::chrono_literals;

// A server on a free port with a few routes that most tests want:
//   GET  /ok               "ok"
//   POST /echo             the body, at most 64 KiB
//   GET  /people/:id       the parameter
//   GET  /static/*rest     the rest
class ServerTest : public ::testing::Test {
 protected:
  void Start(Options options = {}) {
    {
      static std::mutex mutex;
      options.log = [this](std::string_view line) {
        std::lock_guard lock(mutex);
        log_.emplace_back(line);
      };
    }
    server_ = std::make_unique<Server>(std::move(options));
    Route(Method::kGet, "/ok", [](Request& r) { r.reply()->Send(200, {}, "ok"); });
    Route(
        Method::kPost, "/echo", [](Request& r) { r.reply()->Send(200, {}, r.body()); }, 65536);
    Route(Method::kGet, "/people/:id",
          [](Request& r) { r.reply()->Send(200, {}, r.PathParam("id").value_or("none")); });
    Route(Method::kGet, "/static/*rest",
          [](Request& r) { r.reply()->Send(200, {}, r.PathParam("rest").value_or("none")); });
    auto started = server_->Start();
    ASSERT_TRUE(started.ok()) << started.error();
  }

  RouteId Route(Method method, std::string pattern, Handler handler, size_t max_body = 1 << 20,
                bool on_pool = false) {
    auto id =
        server_->AddRoute({method, std::move(pattern), max_body, std::move(handler), on_pool});
    EXPECT_TRUE(id.ok()) << id.error();
    return id.ok() ? *id : 0;
  }

  uint16_t port() const { return server_->port(); }
  Client Connect(int receive_buffer = 0) { return Client(port(), receive_buffer); }

  // One request on a connection of its own.
  std::optional<Answer> Ask(const std::string& request) {
    Client client = Connect();
    client.Send(request);
    return client.Read();
  }
  int Status(const std::string& request) {
    auto answer = Ask(request);
    return answer ? answer->status : 0;
  }
  // The answer is `status`, and then the server ends the connection.
  ::testing::AssertionResult Refuses(const std::string& request, int status) {
    Client client = Connect();
    client.Send(request);
    auto answer = client.Read();
    if (!answer) return ::testing::AssertionFailure() << "no answer";
    if (answer->status != status) return ::testing::AssertionFailure() << answer->head;
    if (!client.Ended()) return ::testing::AssertionFailure() << "not closed, or more was sent";
    return ::testing::AssertionSuccess();
  }

  std::vector<std::string> log_;
  std::unique_ptr<Server> server_;
};

template <typename Condition>
bool Eventually(Condition condition, std::chrono::milliseconds limit = 10s) {
  auto deadline = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(2ms);
  }
  return true;
}

}  // namespace griot::http::test
