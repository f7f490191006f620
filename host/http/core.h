#pragma once

#include <atomic>
#include <string_view>

#include "host/http/drain_loop.h"
#include "host/http/proxies.h"
#include "host/http/types.h"

namespace griot::http {

struct Counters {
  std::atomic<uint64_t> accepted{0};
  std::atomic<uint64_t> rejected{0};
  std::atomic<uint64_t> requests{0};
  std::atomic<uint64_t> bytes_in{0};
  std::atomic<uint64_t> bytes_out{0};
  std::atomic<uint64_t> answers[6]{};
  std::atomic<uint64_t> timeouts{0};
  std::atomic<uint64_t> broken{0};
  std::atomic<uint64_t> handler_errors{0};
};

// What all parts of one server share. Thread-safe. Kept alive by every connection, so that an
// answer that comes after the server's end still finds it.
struct Core {
  Core(Options o, TrustedProxies p) : options(std::move(o)), proxies(std::move(p)), loop(options) {}

  void Log(std::string_view line) const {
    if (options.log) options.log(line);
  }

  const Options options;
  const TrustedProxies proxies;
  Counters counters;
  std::atomic<bool> draining{false};
  std::atomic<size_t> partial_bodies{0};  // bytes of bodies that are not whole yet
  DrainLoop loop;
};

inline void Add(std::atomic<uint64_t>& counter, uint64_t n = 1) {
  counter.fetch_add(n, std::memory_order_relaxed);
}

}  // namespace griot::http
