#pragma once

#include <condition_variable>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "griot/cpp/http.hpp"
#include "plugins/dashboard/options.h"

namespace griot::dashboard {

// Somebody who watches events as they come. Plain data.
struct Viewer {
  Reply reply;
  std::string project;
  std::string channel, name;  // empty: any
  std::string after;          // the last it has: "TX.ID" of Last-Event-ID; empty: only what comes
  bool masked = false;
};

// The live feed: one thread that reads what was stored since, by transaction, and gives it to all
// who watch. Who does not take it is dropped, and waited for by nobody. Thread-safe.
class Feed {
 public:
  static constexpr size_t kMostViewers = 200;

  Feed(const Context& context, const Options& options) : context_(context), options_(options) {}
  ~Feed() { Stop(); }
  void Start();
  void Stop();
  // False: too many watch already. The reply must have begun to stream.
  bool Add(Viewer viewer);
  bool full() const;

 private:
  class Reader;
  void Run();
  bool IsFull() const { return viewers_.size() + waiting_.size() + joining_ >= kMostViewers; }

  const Context context_;
  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::list<Viewer> viewers_, waiting_;  // those that are to be told what they missed first
  size_t joining_ = 0;                   // who is told so now
  bool stop_ = true;
  std::thread thread_;
};

}  // namespace griot::dashboard
