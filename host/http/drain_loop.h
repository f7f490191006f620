#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "host/http/types.h"

namespace griot::http {

class Channel;

// Milliseconds on a clock that only runs forward; coarse, because it is read for each request.
int64_t NowMs();

// The one thread that looks after what the socket threads must not wait for: it sends on what a
// client was too slow to take, ends what takes too long, and runs the callbacks of streams.
// Thread-safe.
class DrainLoop {
 public:
  explicit DrainLoop(const Options& options);
  ~DrainLoop();
  DrainLoop(const DrainLoop&) = delete;
  DrainLoop& operator=(const DrainLoop&) = delete;

  bool Start();  // false: no descriptors left
  // Runs what was posted, then ends the thread. Later posts run in the caller.
  void Stop();

  // Every open connection is here, by its own descriptor.
  void Register(int fd, std::shared_ptr<Channel> channel);
  void Remove(int fd);
  size_t size() const;
  bool WaitEmpty(std::chrono::steady_clock::time_point deadline) const;
  void ForEach(const std::function<void(Channel&)>& visit) const;

  // Calls the channel's Flush() each time its socket can take more. Called by the channel itself.
  bool Arm(int fd);

  void Post(std::function<void()> call);

 private:
  void Run();
  void RunPosted();
  void Flush(int fd);
  void Sweep();
  void Wake();

  const int64_t period_ms_;
  int epoll_ = -1;
  int wake_ = -1;
  std::thread thread_;

  mutable std::mutex mutex_;
  mutable std::condition_variable empty_;
  std::unordered_map<int, std::shared_ptr<Channel>> channels_;

  std::mutex posted_mutex_;
  std::vector<std::function<void()>> posted_;
  bool running_ = false;
};

}  // namespace griot::http
