// The part of Channel that ends what takes too long or is not wanted any more.

#include <algorithm>

#include "host/http/answer.h"
#include "host/http/channel.h"
#include "host/http/core.h"

namespace griot::http {

void Channel::Sweep(int64_t now) {
  const Options& options = core_->options;
  std::lock_guard lock(mutex_);
  if (dead()) return;
  if (BacklogLocked() > 0) {
    if (now - progress_ms_ < options.write_stall.count()) return;
    Add(core_->counters.broken);
    return BreakLocked();
  }
  if (closing_) {
    if (write_shut_ && now >= linger_until_ms_) BreakLocked();
    return;
  }
  if (PendingLocked() > 0) return;  // it is the handler's turn, not the client's
  Phase phase = phase_.load(std::memory_order_relaxed);
  switch (phase) {
    case Phase::kFresh:
      if (core_->draining || now - activity_ms_ >= options.header_timeout.count()) BreakLocked();
      return;
    case Phase::kIdle:
      if (core_->draining || now - activity_ms_ >= options.idle_timeout.count()) BreakLocked();
      return;
    case Phase::kHead:
    case Phase::kBody:
      if (now < std::max(deadline_ms_.load(std::memory_order_relaxed), activity_ms_)) return;
      Add(core_->counters.timeouts);
      SendLocked(ErrorAnswer(408), {});
      closing_ = true;
      if (!dead()) SettleLocked();
      return;
    case Phase::kFinished:
      return;
  }
}

void Channel::Drain() {
  std::lock_guard lock(mutex_);
  if (dead() || closing_) return;
  for (Watch& watch : watches_) {
    if (!watch.endless || watch.seq != next_out_.load(std::memory_order_relaxed)) continue;
    // Nobody will end it, so it is ended here, in a way that the client can tell from a failure.
    SendLocked(kLastChunk, {});
    if (dead()) return;
    CloseStreamLocked(watch);
    CompleteLocked(true);
    return SettleLocked();
  }
}

}  // namespace griot::http
