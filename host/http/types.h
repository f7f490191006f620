#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace griot::http {

enum class Method : uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };
inline constexpr size_t kMethods = 7;

constexpr std::string_view MethodName(Method method) {
  constexpr std::string_view kNames[kMethods] = {"GET",   "HEAD",   "POST",   "PUT",
                                                 "PATCH", "DELETE", "OPTIONS"};
  return kNames[static_cast<size_t>(method)];
}

// A header line; both views are borrowed for the call they are given to.
struct Header {
  std::string_view name;
  std::string_view value;
};

// How a server behaves. Read once, when it is made.
struct Options {
  using Ms = std::chrono::milliseconds;

  std::string address = "127.0.0.1";
  uint16_t port = 0;     // 0: a free one, see Server::port()
  unsigned workers = 1;  // threads that read sockets and run the handlers that are not on the pool
  unsigned pool_threads = 2;
  size_t pool_queue = 1024;  // requests that may wait for a pool thread; past it: 503

  size_t max_target = 8 * 1024;
  size_t max_header = 16 * 1024;  // request line and all header lines
  size_t max_header_lines = 100;
  size_t max_connections = 10'000;                // clipped to what RLIMIT_NOFILE allows
  size_t max_in_flight = 64;                      // pipelined requests of one connection
  size_t max_write_buffer = 1024 * 1024;          // of one connection, past one whole answer
  size_t max_partial_bodies = 256 * 1024 * 1024;  // of all connections; past it: 503

  Ms header_timeout{10'000};  // from the first byte of a head to its end
  Ms body_timeout{20'000};    // for a body, and one second more for each 4 KiB that came
  Ms idle_timeout{75'000};
  Ms write_stall{10'000};    // a client that takes nothing for so long is dropped
  Ms linger_timeout{2'000};  // how long the rest of a refused request is read and thrown away

  // Peers (addresses, or networks as 10.0.0.0/8) whose X-Real-IP is believed.
  std::vector<std::string> trusted_proxies;

  // Told what an operator should know, from any thread; must not throw.
  std::function<void(std::string_view)> log;
};

// Counters since the start; `connections` is what is open now.
struct Stats {
  uint64_t connections = 0;
  uint64_t accepted = 0;
  uint64_t rejected = 0;  // connections past the cap
  uint64_t requests = 0;  // whole ones that reached a handler
  uint64_t bytes_in = 0;
  uint64_t bytes_out = 0;
  uint64_t answers[6] = {};  // by class: [2] is 2xx
  uint64_t timeouts = 0;
  uint64_t broken = 0;  // connections dropped because the client would not read
  uint64_t handler_errors = 0;
};

}  // namespace griot::http
