// The bare front: one route that answers 200, for the comparison with nginx `return 200`.
//   bench_http_front [workers] [late]
// Prints the port, then serves until it is told to end. With `late` every answer comes from another
// thread, as it does when an event must be durable first.

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>
#include <vector>

#include "host/http/server.h"

namespace {

using griot::http::Method;
using griot::http::ReplyPtr;
using griot::http::Request;
using griot::http::Server;

// Answers in groups, from a thread of its own.
class LateAnswers {
 public:
  void Give(ReplyPtr reply) {
    std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(reply));
    if (waiting_.size() == 1) some_.notify_one();
  }

  void Run() {
    for (;;) {
      std::vector<ReplyPtr> group;
      {
        std::unique_lock lock(mutex_);
        some_.wait(lock, [this] { return !waiting_.empty(); });
        group.swap(waiting_);
      }
      for (const ReplyPtr& reply : group) reply->Send(200, {{"Content-Type", "text/plain"}}, "ok");
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable some_;
  std::vector<ReplyPtr> waiting_;
};

}  // namespace

int main(int argc, char** argv) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGINT);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);

  griot::http::Options options;
  if (argc > 1) options.workers = static_cast<unsigned>(std::atoi(argv[1]));
  bool late = argc > 2 && std::strcmp(argv[2], "late") == 0;
  static LateAnswers answers;
  if (late) std::thread([] { answers.Run(); }).detach();

  Server server(options);
  auto handler = [late](Request& request) {
    if (late) return answers.Give(request.reply());
    request.reply()->Send(200, {{"Content-Type", "text/plain"}}, "ok");
  };
  for (Method method : {Method::kGet, Method::kPost}) {
    auto added = server.AddRoute({.method = method, .pattern = "/v1/capture", .handler = handler});
    if (!added) return std::fprintf(stderr, "%s\n", added.error().c_str()), 1;
  }
  if (auto started = server.Start(); !started) {
    return std::fprintf(stderr, "%s\n", started.error().c_str()), 1;
  }
  std::printf("%u\n", server.port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stop, &signal);
  server.Stop();
  std::_Exit(0);
}
