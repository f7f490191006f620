#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "host/http/request.h"
#include "host/http/types.h"

namespace griot::http {

// Answers request.reply(), now or later. Must not throw; what it throws all the same is a 500.
using Handler = std::function<void(Request&)>;

struct Route {
  Method method = Method::kGet;
  // "/v1/capture", "/people/:id", "/static/*rest" (the rest may be empty). Segments are compared
  // decoded; a literal goes before a parameter, a parameter before a wildcard.
  std::string pattern;
  size_t max_body = 1024 * 1024;
  Handler handler;
  // Run on the service pool. Without it the handler runs on a thread that reads sockets and must
  // not wait for anything.
  bool on_pool = false;
};

using RouteId = uint64_t;

// A route that is, or was, in the table, with the count of calls in it. Thread-safe.
class RouteEntry {
 public:
  RouteEntry(RouteId id, Route route) : id_(id), route_(std::move(route)) {}

  RouteId id() const { return id_; }
  const Route& route() const { return route_; }

  // False: it is being removed, treat it as not there. Each true needs a Leave().
  bool Enter() {
    active_.fetch_add(1);
    if (!removed_.load()) return true;
    Leave();
    return false;
  }
  void Leave() {
    active_.fetch_sub(1);
    if (removed_.load()) active_.notify_all();
  }

  // Returns when no call is in it any more, and destroys the handler: its code may be unloaded
  // while some thread still holds a table with this entry.
  void Retire() {
    removed_.store(true);
    for (uint32_t n = active_.load(); n != 0; n = active_.load()) active_.wait(n);
    if (!retired_.exchange(true)) route_.handler = nullptr;
  }

 private:
  const RouteId id_;
  Route route_;
  std::atomic<uint32_t> active_{0};
  std::atomic<bool> removed_{false};
  std::atomic<bool> retired_{false};
};

}  // namespace griot::http
