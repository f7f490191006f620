#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "host/http/channel.h"
#include "host/http/types.h"

namespace griot::http {

class Reply;
using ReplyPtr = std::shared_ptr<Reply>;

// The one answer that is owed to one request. Thread-safe; it may be given in the handler's call or
// later, from any thread, also after the client has gone or the server has stopped (then it goes
// nowhere). Whoever drops the last ReplyPtr without an answer has answered 500; without ending a
// stream, has cut the connection so that the client can tell.
class Reply {
 public:
  using Push = griot::http::Push;

  // What the request decides about its answer.
  struct Terms {
    bool head = false;  // HEAD: the head of the answer only
    bool http11 = true;
    bool keep_alive = true;
  };

  Reply(std::shared_ptr<Channel> channel, uint64_t seq, Terms terms);
  ~Reply();
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;

  // The whole answer. Content-Length, Date and Connection are added; headers of those names are
  // left out, and so is one that would break the message. Only the first call counts.
  void Send(int status, std::span<const Header> headers, std::string_view body);
  void Send(int status, std::initializer_list<Header> headers, std::string_view body) {
    Send(status, std::span<const Header>(headers.begin(), headers.size()), body);
  }

  // {"error":{"status":…,"message":…}}
  void SendError(int status, std::span<const Header> headers = {});

  // An answer that comes in pieces. False: none is wanted (HEAD, an answer was given, the client
  // has gone); then do not write. No time limit applies but that the client keeps reading. With
  // `text/event-stream` it is ended when the server drains.
  bool StreamBegin(int status, std::span<const Header> headers);
  // All of `data` or nothing.
  Push StreamWrite(std::string_view data);
  void StreamEnd();

  // `call` runs each time there is room again after a kFull. Both run on a thread of the server,
  // one at a time, never within a call of the Reply; they must be quick, and may still be running
  // when the last ReplyPtr is dropped elsewhere. A callback must not own the Reply (a cycle).
  void OnWritable(std::function<void()> call);
  void OnClosed(std::function<void()> call);

  bool answered() const { return state_.load() != State::kOwed; }

 private:
  enum class State : uint8_t { kOwed, kStreaming, kDone };

  bool Take(State from, State to) { return state_.compare_exchange_strong(from, to); }
  bool Closes() const;
  void Count(int status);

  const std::shared_ptr<Channel> channel_;
  const uint64_t seq_;
  const Terms terms_;
  std::atomic<State> state_{State::kOwed};
  std::atomic<bool> closes_{false};
  std::atomic<bool> watched_{false};
};

}  // namespace griot::http
