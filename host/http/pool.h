#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "host/http/core.h"
#include "host/http/route_table.h"

namespace griot::http {

// A request on its way to the pool: all that the handler may ask for, owned. It holds its route
// entered, so that the route is not removed under it.
struct PooledCall {
  PooledCall() = default;
  ~PooledCall() {
    if (entry) entry->Leave();
  }
  PooledCall(const PooledCall&) = delete;
  PooledCall& operator=(const PooledCall&) = delete;

  Head head;
  Method method = Method::kGet;
  std::string path;
  std::string body;
  std::string client_ip;
  PathParams params;
  std::shared_ptr<const RouteTable> table;  // the names in `params` are its
  std::shared_ptr<RouteEntry> entry;
  ReplyPtr reply;
};

// The threads for handlers that may take their time. Thread-safe.
class Pool {
 public:
  explicit Pool(std::shared_ptr<Core> core) : core_(std::move(core)) {}
  ~Pool() { Stop(); }

  // The pool's threads have the indexes from `first_index` on.
  void Start(unsigned first_index);
  bool Submit(std::unique_ptr<PooledCall> call);  // false: too many wait
  void Stop();  // waits for what runs; what waits is dropped, hence answered 500

 private:
  void Run(unsigned index);

  const std::shared_ptr<Core> core_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::deque<std::unique_ptr<PooledCall>> queue_;
  std::vector<std::thread> threads_;
  bool stopped_ = true;
};

}  // namespace griot::http
