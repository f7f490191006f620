#include "host/http/channel.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "host/http/answer.h"
#include "host/http/core.h"

namespace griot::http {
namespace {

// Up to this much is gathered before a send, and past it no further request is read.
constexpr size_t kGather = 64 * 1024;

}  // namespace

Channel::Channel(std::shared_ptr<Core> core, int fd, std::function<void()> wake_reader)
    : core_(std::move(core)),
      fd_(fd),
      wake_reader_(std::move(wake_reader)),
      progress_ms_(NowMs()),
      activity_ms_(progress_ms_) {}

Channel::~Channel() { close(fd_); }

bool Channel::MayOpen() {
  auto room = [this] {
    return next_in_.load(std::memory_order_relaxed) - next_out_.load(std::memory_order_acquire) <
               core_->options.max_in_flight &&
           backlog_.load(std::memory_order_acquire) <= kGather;
  };
  if (room()) return true;
  std::lock_guard lock(mutex_);
  // What is gathered under the cork may simply not have been sent yet.
  FlushLocked();
  if (dead()) return false;
  if (room()) return true;
  reader_waits_ = true;
  return false;
}

uint64_t Channel::Open() {
  uint64_t seq = next_in_.load(std::memory_order_relaxed);
  next_in_.store(seq + 1, std::memory_order_release);
  return seq;
}

void Channel::Uncork() {
  std::lock_guard lock(mutex_);
  corked_.store(false, std::memory_order_relaxed);
  if (!dead()) SettleLocked();
}

void Channel::SetPhase(Phase phase, int64_t deadline_ms) {
  deadline_ms_.store(deadline_ms, std::memory_order_relaxed);
  phase_.store(phase, std::memory_order_relaxed);
}

void Channel::OweContinue() {
  std::lock_guard lock(mutex_);
  if (dead() || closing_) return;
  if (PendingLocked() == 0) return SendLocked(kContinue, {});
  owes_continue_ = true;
}

bool Channel::PeerFinished() {
  std::lock_guard lock(mutex_);
  peer_finished_ = true;
  // A client may end its sending side and still wait for plain answers; one that was given a stream
  // has no reason to, and it is how a closed browser tab looks.
  bool streams = std::any_of(watches_.begin(), watches_.end(), [](auto& w) { return w.stream; });
  // Whoever asked to be told works on an answer that, as a rule, nobody waits for any more.
  for (Watch& watch : watches_) CloseStreamLocked(watch);
  return dead() || write_shut_ || streams || (PendingLocked() == 0 && BacklogLocked() == 0);
}

void Channel::DetachReader() {
  {
    std::lock_guard lock(mutex_);
    wake_reader_ = nullptr;
    BreakLocked();
    for (Watch& watch : watches_) CloseStreamLocked(watch);
    watches_.clear();
  }
  core_->loop.Remove(fd_);
}

void Channel::Answer(uint64_t seq, std::string_view head, std::string_view body, bool done,
                     bool close) {
  std::lock_guard lock(mutex_);
  if (dead() || closing_) return;
  if (seq == next_out_.load(std::memory_order_relaxed)) {
    SendLocked(head, body);
    if (done) CompleteLocked(close);
    if (!corked_.load(std::memory_order_relaxed)) SettleLocked();
    return;
  }
  Held& held = HeldOf(seq);
  held.bytes.append(head).append(body);
  held.done = done;
  held.close = close;
  held_bytes_ += head.size() + body.size();
  // One answer of any size may wait, but not many of them behind a first that is slow.
  if (held_.size() > 1 && held_bytes_ > core_->options.max_write_buffer) BreakLocked();
}

void Channel::BeginStream(uint64_t seq, bool endless) {
  std::lock_guard lock(mutex_);
  Watch& watch = WatchOf(seq);
  watch.stream = true;
  watch.endless = endless;
}

Push Channel::Write(uint64_t seq, std::string_view framed) {
  std::lock_guard lock(mutex_);
  if (dead() || closing_ || seq < next_out_.load(std::memory_order_relaxed)) return Push::kGone;
  bool its_turn = seq == next_out_.load(std::memory_order_relaxed);
  if (its_turn) FlushLocked();
  size_t waiting = its_turn ? BacklogLocked() : held_bytes_;
  if (waiting > 0 && waiting + framed.size() > core_->options.max_write_buffer) {
    WatchOf(seq).starved = true;
    return Push::kFull;
  }
  if (its_turn) {
    SendLocked(framed, {});
    SettleLocked();
    return dead() ? Push::kGone : Push::kOk;
  }
  HeldOf(seq).bytes.append(framed);
  held_bytes_ += framed.size();
  return Push::kOk;
}

void Channel::OnWritable(uint64_t seq, std::function<void()> call) {
  std::lock_guard lock(mutex_);
  if (dead()) return;
  WatchOf(seq).on_writable = std::move(call);
  FeedStarvedLocked();
}

void Channel::OnClosed(uint64_t seq, std::function<void()> call) {
  std::unique_lock lock(mutex_);
  if (!dead() && !closing_ && !(call && peer_finished_)) {
    WatchOf(seq).on_closed = std::move(call);
    return;
  }
  lock.unlock();
  if (call) core_->loop.Post(std::move(call));  // who stops listening gives none
}

void Channel::Forget(uint64_t seq) {
  std::lock_guard lock(mutex_);
  std::erase_if(watches_, [seq](const Watch& watch) { return watch.seq == seq; });
}

void Channel::Break() {
  std::lock_guard lock(mutex_);
  BreakLocked();
}

void Channel::Flush() {
  std::lock_guard lock(mutex_);
  if (!dead()) SettleLocked();
}

void Channel::SendLocked(std::string_view head, std::string_view body) {
  size_t more = head.size() + body.size();
  if (corked_.load(std::memory_order_relaxed) && BacklogLocked() + more <= kGather) {
    if (BacklogLocked() == 0) progress_ms_ = NowMs();
    out_.append(head).append(body);
  } else {
    bool blocked = armed_ && BacklogLocked() > 0;
    if (!blocked && !SendNowLocked(head, body)) return;
    if (blocked) out_.append(head).append(body);
    size_t backlog = BacklogLocked();
    if (backlog > more && backlog > core_->options.max_write_buffer) {
      Add(core_->counters.broken);
      return BreakLocked();
    }
  }
  backlog_.store(BacklogLocked(), std::memory_order_release);
}

// Sends the backlog, `head` and `body` in one call, and keeps what the socket does not take.
bool Channel::SendNowLocked(std::string_view head, std::string_view body) {
  std::string_view parts[3] = {std::string_view(out_).substr(sent_), head, body};
  iovec iov[3];
  msghdr message{};
  message.msg_iov = iov;
  for (std::string_view part : parts) {
    if (part.empty()) continue;
    iov[message.msg_iovlen++] = {const_cast<char*>(part.data()), part.size()};
  }
  if (message.msg_iovlen == 0) return true;
  ssize_t n;
  do {
    n = sendmsg(fd_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  } while (n < 0 && errno == EINTR);
  if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK) {
    BreakLocked();
    return false;
  }
  auto taken = static_cast<size_t>(std::max<ssize_t>(n, 0));
  if (taken > 0 || parts[0].empty()) progress_ms_ = NowMs();
  Add(core_->counters.bytes_out, taken);

  size_t from_backlog = std::min(taken, parts[0].size());
  sent_ += from_backlog;
  taken -= from_backlog;
  if (sent_ == out_.size() || sent_ > out_.size() / 2) {
    out_.erase(0, sent_);
    sent_ = 0;
  }
  for (std::string_view part : {head, body}) {
    size_t gone = std::min(taken, part.size());
    taken -= gone;
    out_.append(part.substr(gone));
  }
  if (BacklogLocked() == 0) {
    if (out_.capacity() > kGather) std::string().swap(out_);  // many connections, so keep none big
  } else if (!armed_) {
    armed_ = core_->loop.Arm(fd_);
    if (!armed_) BreakLocked();
  }
  return !dead();
}

void Channel::FlushLocked() {
  if (dead() || BacklogLocked() == 0) return;
  SendNowLocked({}, {});
  backlog_.store(BacklogLocked(), std::memory_order_release);
}

void Channel::CompleteLocked(bool close) {
  for (;;) {
    uint64_t next = next_out_.load(std::memory_order_relaxed) + 1;
    std::erase_if(watches_, [next](const Watch& watch) { return watch.seq == next - 1; });
    next_out_.store(next, std::memory_order_release);
    if (close) {
      closing_ = true;
      held_.clear();
      held_bytes_ = 0;
      return;
    }
    auto it = std::find_if(held_.begin(), held_.end(), [&](Held& h) { return h.seq == next; });
    if (it == held_.end()) break;
    Held held = std::move(*it);
    held_.erase(it);
    held_bytes_ -= held.bytes.size();
    SendLocked(held.bytes, {});
    if (dead() || !held.done) return;
    close = held.close;
  }
  activity_ms_ = NowMs();
  if (owes_continue_ && PendingLocked() == 0) {
    owes_continue_ = false;
    SendLocked(kContinue, {});
  }
}

// What follows from the state after answers were added or bytes went out.
void Channel::SettleLocked() {
  FlushLocked();
  if (dead()) return;
  FeedStarvedLocked();
  if (BacklogLocked() == 0) {
    if (closing_ && !write_shut_) {
      // The client's end comes first if it can: closing while it still sends would reset the
      // connection and might take the answer with it.
      write_shut_ = true;
      linger_until_ms_ = NowMs() + core_->options.linger_timeout.count();
      if (peer_finished_) return BreakLocked();
      shutdown(fd_, SHUT_WR);
    }
    if (peer_finished_ && PendingLocked() == 0) return BreakLocked();
  }
  if (reader_waits_ && PendingLocked() <= core_->options.max_in_flight / 2 &&
      BacklogLocked() <= kGather / 2) {
    WakeReaderLocked();
  }
}

void Channel::BreakLocked() {
  if (dead()) return;
  dead_.store(true, std::memory_order_release);
  shutdown(fd_, SHUT_RDWR);  // the reader sees it and takes the connection away
  std::string().swap(out_);
  sent_ = 0;
  held_.clear();
  held_bytes_ = 0;
  backlog_.store(0, std::memory_order_release);
}

void Channel::WakeReaderLocked() {
  reader_waits_ = false;
  if (wake_reader_) wake_reader_();
}

void Channel::FeedStarvedLocked() {
  for (Watch& watch : watches_) {
    if (!watch.starved || !watch.on_writable) continue;
    bool its_turn = watch.seq == next_out_.load(std::memory_order_relaxed);
    size_t waiting = its_turn ? BacklogLocked() : held_bytes_;
    if (waiting > core_->options.max_write_buffer / 2) continue;
    watch.starved = false;
    // Never within the caller's own call, which may hold the very lock that the callback wants.
    core_->loop.Post(watch.on_writable);
  }
}

void Channel::CloseStreamLocked(Watch& watch) {
  if (watch.on_closed) core_->loop.Post(std::exchange(watch.on_closed, nullptr));
}

Channel::Watch& Channel::WatchOf(uint64_t seq) {
  for (Watch& watch : watches_) {
    if (watch.seq == seq) return watch;
  }
  watches_.push_back(Watch{.seq = seq, .on_writable = {}, .on_closed = {}});
  return watches_.back();
}

Channel::Held& Channel::HeldOf(uint64_t seq) {
  for (Held& held : held_) {
    if (held.seq == seq) return held;
  }
  held_.push_back(Held{.seq = seq, .bytes = {}});
  return held_.back();
}

}  // namespace griot::http
