#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/http/request.h"
#include "host/http/result.h"
#include "host/http/route.h"
#include "host/http/types.h"

namespace griot::http {

// The front door: Pistache's listener and workers carry the bytes, Boost.Beast's parser reads them,
// our own writer answers. Thread-safe, except that Start() and Stop() are called by the owner, once
// each; neither they nor RemoveRoute() may be called from a handler.
class Server {
 public:
  explicit Server(Options options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Raises the process's soft limit of descriptors to the hard one, listens and serves.
  Result<> Start();
  uint16_t port() const;

  // At any time, before Start() too. Fails on a bad pattern or a method and path that are taken.
  Result<RouteId> AddRoute(Route route);
  // Returns when no handler of the route runs or waits to run; then its code may be unloaded.
  void RemoveRoute(RouteId id);
  // Both for several routes, in one step: see Routes::Replace.
  Result<std::vector<RouteId>> ReplaceRoutes(const std::vector<RouteId>& gone,
                                             std::vector<Route> added,
                                             std::vector<std::shared_ptr<RouteEntry>>* removed);

  // Refuses new connections (the port is closed), closes idle ones and ends event streams; what is
  // under way is finished and answered with `Connection: close`.
  void BeginDrain();
  // Waits until no connection is left. False: some still are.
  bool Drained(std::chrono::steady_clock::time_point deadline);
  // Cuts what is left and ends all threads.
  void Stop();

  Stats stats() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace griot::http
