// A connection that is kept up: opened, prepared, and opened again with growing pauses.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "connection.h"
#include "griot/cpp/status.hpp"
#include "scripts.h"

namespace griot::redis_queue {

using Clock = std::chrono::steady_clock;

// One thread at a time. `endpoint` must outlive it.
class Link {
 public:
  // `prepare` runs on each new connection, with the scripts loaded, before anybody uses it; what it
  // refuses is tried again as if the connection had failed.
  using Prepare = std::function<Status(Link&)>;
  Link(const RedisUrl& endpoint, Prepare prepare);

  // OK: the connection is up. Else RETRY with what failed last; a call within the pause between two
  // attempts costs nothing.
  Status Ready();
  // To be told after a failure of a command: when it cost the connection, pauses begin.
  void Failed(const Status& status);
  // Drops the connection, as a check of the server asks for: `why` is what Ready says meanwhile.
  void Drop(const Status& why);

  bool is_open() const { return redis_.is_open(); }
  Connection& redis() { return redis_; }
  // Calls a script, or adds the call to the pipeline.
  Status Call(Script script, const std::vector<std::string>& words, Reply* reply);
  void Append(Script script, const std::vector<std::string>& words);
  // The next reply; an error reply is a failure, and is noted. NOSCRIPT (somebody flushed the
  // scripts) costs the connection: the next one loads them again.
  Status Read(Reply* reply);
  // When Ready will try again.
  Clock::time_point next_try() const { return next_try_; }
  // How often it has connected: what was known of the server before is to be asked again.
  uint64_t connects() const { return connects_; }

 private:
  Status Connect();
  void Pause();

  Connection redis_;
  Prepare prepare_;
  Scripts scripts_;
  std::string last_error_;
  Clock::time_point next_try_{};
  std::chrono::milliseconds pause_;
  uint64_t connects_ = 0;
  uint32_t seed_;
};

// What source and sink alike prepare: the number of partitions is the one that the queue was made
// with, and nothing else uses griot's keys.
Status PrepareQueue(Link& link, uint32_t partitions);

}  // namespace griot::redis_queue
