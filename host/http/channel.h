#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace griot::http {

struct Core;

enum class Push {
  kOk,
  kFull,  // the client takes less than it is given: nothing was taken, try when writable
  kGone,  // nobody is there to read it
};

// What the reader of a connection is doing, for the time limits.
enum class Phase : uint8_t { kFresh, kIdle, kHead, kBody, kFinished };

// The writing half of one connection. It owns a descriptor of its own (a dup), which no other
// connection can get while anybody may still answer here: an answer can come late, from any thread,
// and never reaches another client. Answers go out in the order of their requests, in one send()
// where the socket takes it; what it does not take waits in a bounded buffer for the DrainLoop.
// Thread-safe, except for the reader's part, which belongs to one worker.
class Channel : public std::enable_shared_from_this<Channel> {
 public:
  // `fd` becomes the channel's. `wake_reader` makes the worker look at the connection again; it is
  // called from any thread, never after DetachReader().
  Channel(std::shared_ptr<Core> core, int fd, std::function<void()> wake_reader);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  Core& core() const { return *core_; }
  int fd() const { return fd_; }
  bool dead() const { return dead_.load(std::memory_order_acquire); }

  // The reader's part.
  bool MayOpen();   // false: enough is in flight; the reader is woken when there is room again
  uint64_t Open();  // a request was read: its place in the order
  void Cork() { corked_.store(true, std::memory_order_relaxed); }
  void Uncork();  // sends what gathered since Cork()
  void SetPhase(Phase phase, int64_t deadline_ms = 0);
  void OweContinue();   // "100 Continue", as soon as all earlier answers are out
  bool PeerFinished();  // the client sends no more; true: nothing is owed, so close
  void DetachReader();  // the connection is over; the reader's last call

  // The answers' part. `head` and `body` go out as they are; `done` ends the answer, `close` ends
  // the connection with it.
  void Answer(uint64_t seq, std::string_view head, std::string_view body, bool done, bool close);
  void BeginStream(uint64_t seq, bool endless);
  Push Write(uint64_t seq, std::string_view framed);
  void OnWritable(uint64_t seq, std::function<void()> call);
  void OnClosed(uint64_t seq, std::function<void()> call);
  void Forget(uint64_t seq);  // its callbacks are not called any more
  void Break();

  // The DrainLoop's part.
  void Flush();
  void Sweep(int64_t now);
  void Drain();

 private:
  struct Held {
    uint64_t seq;
    std::string bytes;
    bool done = false;
    bool close = false;
  };
  struct Watch {
    uint64_t seq;
    bool stream = false;
    bool endless = false;
    bool starved = false;
    std::function<void()> on_writable;
    std::function<void()> on_closed;
  };

  size_t BacklogLocked() const { return out_.size() - sent_; }
  uint64_t PendingLocked() const {
    return next_in_.load(std::memory_order_relaxed) - next_out_.load(std::memory_order_relaxed);
  }
  void SendLocked(std::string_view head, std::string_view body);
  bool SendNowLocked(std::string_view head, std::string_view body);
  void FlushLocked();
  void CompleteLocked(bool close);
  void SettleLocked();
  void BreakLocked();
  void WakeReaderLocked();
  void FeedStarvedLocked();
  void CloseStreamLocked(Watch& watch);
  Watch& WatchOf(uint64_t seq);
  Held& HeldOf(uint64_t seq);

  const std::shared_ptr<Core> core_;
  const int fd_;

  std::atomic<uint64_t> next_in_{0};   // written by the reader only
  std::atomic<uint64_t> next_out_{0};  // written under the lock
  std::atomic<size_t> backlog_{0};     // a copy of BacklogLocked() for MayOpen()
  std::atomic<bool> corked_{false};
  std::atomic<bool> dead_{false};
  std::atomic<Phase> phase_{Phase::kFresh};
  std::atomic<int64_t> deadline_ms_{0};

  std::mutex mutex_;
  std::function<void()> wake_reader_;
  std::string out_;
  size_t sent_ = 0;
  std::vector<Held> held_;
  size_t held_bytes_ = 0;
  std::vector<Watch> watches_;
  int64_t progress_ms_;
  int64_t activity_ms_;
  int64_t linger_until_ms_ = 0;
  bool armed_ = false;
  bool reader_waits_ = false;
  bool owes_continue_ = false;
  bool closing_ = false;     // the last answer was given; later ones are void
  bool write_shut_ = false;  // and is out
  bool peer_finished_ = false;
};

}  // namespace griot::http
