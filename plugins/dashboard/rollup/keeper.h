#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "griot/cpp/host.hpp"
#include "plugins/dashboard/options.h"

namespace griot::dashboard {

// Rolls up, twice a second while there is something, on a thread of its own. Start, Stop: one
// thread.
class Keeper {
 public:
  Keeper(const Context& context, const Options& options) : context_(context), options_(options) {}
  ~Keeper() { Stop(); }
  void Start();
  void Stop();

 private:
  void Run();

  const Context context_;
  const Options options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = true;
  std::thread thread_;
};

}  // namespace griot::dashboard
