// One connection to Redis: commands out, replies in, pipelined.
#pragma once

#include <hiredis/hiredis.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "griot/cpp/status.hpp"
#include "griot/redis_url.hpp"
#include "reply.h"

namespace griot::redis_queue {

// A synchronous hiredis context. One thread at a time. Any failure of the transport closes it,
// because a context with an unread reply in it answers the wrong question; Status texts say what
// failed and what to do, and never hold a password. `endpoint` must outlive it.
class Connection {
 public:
  static constexpr std::chrono::milliseconds kConnectTimeout{1000};
  static constexpr std::chrono::milliseconds kCommandTimeout{5000};

  explicit Connection(const RedisUrl& endpoint) : endpoint_(endpoint) {}

  // Connects, authenticates and selects the database, each step within kConnectTimeout. What the
  // caller does to prepare the connection has that timeout too, until SetTimeout.
  Status Open();
  void Close() { context_.reset(); }
  bool is_open() const { return context_ != nullptr; }
  void SetTimeout(std::chrono::milliseconds timeout);

  // True when nothing can be asked of it: the server closed it while it was idle, or sent what
  // nobody asked for. Costs one system call.
  bool Stale() const;

  // Adds a command to the pipeline; nothing is sent before Flush or Read.
  void Append(std::span<const std::string_view> words);
  void Append(std::initializer_list<std::string_view> words) {
    Append(std::span(words.begin(), words.size()));
  }
  Status Flush();
  // The next reply in order; an error reply is a reply.
  Status Read(Reply* reply);
  // What has arrived, without waiting: false when no reply is complete yet, or it has failed.
  bool ReadArrived(Reply* reply);

  // One command and its reply; an error reply is a failure (RETRY, with Explain's text).
  Status Call(std::span<const std::string_view> words, Reply* reply);
  Status Call(std::initializer_list<std::string_view> words, Reply* reply) {
    return Call(std::span(words.begin(), words.size()), reply);
  }

  int fd() const { return context_ == nullptr ? -1 : context_->fd; }
  const RedisUrl& endpoint() const { return endpoint_; }

  // An error reply as a failure: what it means, and what to do about it.
  Status Explain(std::string_view error) const;

 private:
  struct Free {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  Status Broken(std::string_view doing);
  Status Greet();

  const RedisUrl& endpoint_;
  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace griot::redis_queue
