#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "host/http/channel.h"
#include "host/http/head_scan.h"
#include "host/http/parser.h"
#include "host/http/pool.h"
#include "host/http/route_table.h"

namespace griot::http {

// What one socket thread has for itself. Used by that thread only.
struct Worker {
  std::shared_ptr<Core> core;
  Routes& routes;
  Pool& pool;
  unsigned index = 0;
  uint64_t table_version = 0;
  std::shared_ptr<const RouteTable> table;

  const std::shared_ptr<const RouteTable>& Table() {
    if (uint64_t now = routes.version(); now != table_version) {
      table = routes.table();
      table_version = now;
    }
    return table;
  }
};

// The reading half of one connection: bytes in, requests to their handlers. Used by one worker.
class Reader {
 public:
  // `worker` must outlive the reader.
  Reader(Worker& worker, std::shared_ptr<Channel> channel, std::string peer_ip);

  // `bytes` are borrowed for the call.
  void Input(std::string_view bytes);
  // Goes on with what was left when too much was in flight. False: still too much.
  bool Resume();
  bool waiting() const { return waiting_; }

  Channel& channel() const { return *channel_; }

 private:
  enum class State { kHead, kBody, kFinished };

  size_t Parse(std::string_view in);
  bool ParseHead(std::string_view in, size_t& used);  // false: wait for more
  bool ParseBody(std::string_view in, size_t& used);
  void Begin(std::string_view head, bool more_follows);
  bool Locate();
  void AnswerUnrouted();
  void Dispatch();
  bool EnterRoute();
  void ToPool(ReplyPtr reply);
  void Finish();
  void Refuse(int status);
  // An answer of our own for the path that was asked for.
  void SendError(Reply& reply, int status, std::initializer_list<Header> headers = {}) const;
  ReplyPtr OpenReply(bool keep_alive);
  bool HasBody() const { return head_.chunked || head_.content_length.value_or(0) > 0; }
  std::string_view ClientIp() const;

  Worker& worker_;
  const std::shared_ptr<Channel> channel_;
  const std::string peer_ip_;
  const bool trusted_;

  State state_ = State::kHead;
  Phase phase_ = Phase::kFresh;
  bool waiting_ = false;
  std::string buffer_;  // what could not be used yet

  HeadScan scan_;
  Head head_;
  Body body_;
  std::optional<Parser> parser_;
  int64_t body_start_ms_ = 0;

  // The request that is being read.
  std::string decoded_path_;
  bool path_is_decoded_ = false;
  PathParams params_;
  RouteTable::Match match_;
  std::shared_ptr<const RouteTable> table_;
};

}  // namespace griot::http
