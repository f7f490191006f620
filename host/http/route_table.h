#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "host/http/result.h"
#include "host/http/route.h"

namespace griot::http {

// Finds the route for a path. Immutable once built, so thread-safe.
class RouteTable {
 public:
  struct Match {
    std::shared_ptr<RouteEntry> entry;  // null: none for this method
    bool path_known = false;
    // It has an OPTIONS route: whoever answers preflights there lets pages of other origins read.
    bool for_pages = false;
    std::string allow;  // with a known path and no entry: what the Allow header says
  };

  // `path` is raw; `params` is overwritten.
  Match Find(Method method, std::string_view path, PathParams& params) const;

  // Adds to a table that no other thread has yet. Fails on a bad pattern or a taken place.
  Result<> Insert(const std::shared_ptr<RouteEntry>& entry);

 private:
  struct Leaf {
    std::array<std::shared_ptr<RouteEntry>, kMethods> by_method;
    std::array<std::vector<std::string>, kMethods> names;  // of the parameters, in order
    bool used = false;
  };
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
    std::unique_ptr<Node> param;
    std::unique_ptr<Leaf> wildcard;
    Leaf leaf;
  };

  static const Leaf* Walk(const Node& node, std::string_view rest,
                          std::vector<std::string>& values);

  Node root_;
};

// The table that serves, replaced as a whole when routes come and go. Thread-safe. Each worker
// keeps its own pointer to it and looks at version() to see whether it is still the one.
class Routes {
 public:
  Result<RouteId> Add(Route route);
  // Returns when no handler of it runs or waits to run. Not to be called from a handler of it.
  void Remove(RouteId id);
  // Takes routes away and adds others in one step: at any time each path has the one or the other.
  // Fails as Add does, and then nothing has changed. What was taken away is not called any more
  // once it is retired.
  Result<std::vector<RouteId>> Replace(const std::vector<RouteId>& gone, std::vector<Route> added,
                                       std::vector<std::shared_ptr<RouteEntry>>* removed);

  uint64_t version() const { return version_.load(std::memory_order_acquire); }
  std::shared_ptr<const RouteTable> table() const;

 private:
  Result<> RebuildLocked(const std::vector<std::shared_ptr<RouteEntry>>& entries);

  mutable std::mutex mutex_;
  std::atomic<uint64_t> version_{1};
  std::shared_ptr<const RouteTable> table_ = std::make_shared<RouteTable>();
  std::vector<std::shared_ptr<RouteEntry>> entries_;
  RouteId next_id_ = 1;
};

}  // namespace griot::http
