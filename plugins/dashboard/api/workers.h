#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "griot/cpp/host.hpp"
#include "plugins/dashboard/api/route.h"
#include "plugins/dashboard/db/db.h"
#include "plugins/dashboard/options.h"

namespace griot::dashboard {

// A call on its way to a worker. `gone` is set by whoever learns that nobody waits for it.
struct Job {
  Call call;
  const Route* route = nullptr;
  std::chrono::steady_clock::time_point since;
  std::mutex mutex;
  bool gone = false;
  Db* running = nullptr;  // what to cancel
};

// The threads that answer, each with its connections. Submit: any thread. Routes and what a call
// may use must outlive it.
class Workers {
 public:
  Workers(const Context& context, const Options& options, Call prototype)
      : context_(context), options_(options), prototype_(std::move(prototype)) {}
  ~Workers() { Stop(); }

  void Start();
  void Stop();  // what waits is dropped: the host answers it 503
  // False: too many wait already; then nothing was done with the job.
  bool Submit(const std::shared_ptr<Job>& job);

  // Runs one job, on connections that are the caller's.
  static void Run(Job& job, const Context& context);

 private:
  void Loop();

  const Context context_;
  const Options options_;
  const Call prototype_;  // pointers that every call is given
  std::mutex mutex_;
  std::condition_variable work_;
  std::deque<std::shared_ptr<Job>> queue_;
  std::vector<std::thread> threads_;
  bool stop_ = true;
};

}  // namespace griot::dashboard
