#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "griot/cpp/host.hpp"
#include "plugins/dashboard/auth/access.h"
#include "plugins/dashboard/options.h"

namespace griot::dashboard {

// Once the store can be reached and nobody can sign in yet: tells how the first owner comes to be.
// A person at a terminal is shown the link itself; a log is not, since a log is read by others,
// later. Start, Stop: one thread.
class FirstStart {
 public:
  FirstStart(const Context& context, const Access& access, const Options& options)
      : context_(context), access_(access), options_(options) {}
  ~FirstStart() { Stop(); }

  void Start();
  void Stop();

 private:
  void Run();
  bool Tell(Db& db);  // false: the store cannot say yet

  const Context context_;
  const Access& access_;
  const Options options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = true;
  std::thread thread_;
};

}  // namespace griot::dashboard
