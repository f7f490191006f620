// Live events for an operator to look at (griot tap): who asked for which, and what waits for him.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "griot/abi/event.h"
#include "griot/uuid.hpp"

namespace griot::host {

// What one client wants to see. Plain data.
struct TapWish {
  // A text field of the envelope, and what it must say.
  using Where = std::pair<griot_str griot_event::*, std::string>;

  std::string stage;  // "pipeline/id"; empty: all
  bool before = false, after = true;
  std::vector<Where> where;  // all of them
  std::optional<Uuid> id;
  unsigned per_second = 20;  // shown at most
  bool Matches(const griot_event& event) const;
};

// One client's view: lanes put lines in, his thread takes them out. Thread-safe. Lanes never wait
// for a client: what has no room is lost, and counted.
class Tap {
 public:
  explicit Tap(TapWish wish) : wish_(std::move(wish)) {}

  const TapWish& wish() const { return wish_; }

  // Lanes. So many events matched; each line that is to be shown needs leave.
  void Saw(uint64_t events) { seen_.fetch_add(events, std::memory_order_relaxed); }
  bool MayShow();
  void Show(std::string line);

  struct Counts {
    uint64_t seen = 0;   // matched
    uint64_t shown = 0;  // given to the client
    uint64_t lost = 0;   // were to be shown, and he did not take them
  };
  std::deque<std::string> Take(Counts* counts);

 private:
  using Clock = std::chrono::steady_clock;
  const TapWish wish_;
  std::atomic<uint64_t> seen_{0};
  std::mutex mutex_;
  Clock::time_point asked_{};  // for leave, which grows with the time
  double leave_ = 0;           // at most a second's
  std::deque<std::string> lines_;
  size_t bytes_ = 0;
  uint64_t shown_ = 0, lost_ = 0;
};

// All taps of the process. Thread-safe. Costs a lane one load a batch while nobody looks.
class TapHub {
 public:
  static constexpr size_t kMost = 8;

  // nullptr: too many look already.
  std::shared_ptr<Tap> Open(TapWish wish);
  void Close(const std::shared_ptr<Tap>& tap);

  // Changes whenever a tap comes or goes.
  uint64_t version() const { return version_.load(std::memory_order_acquire); }
  std::vector<std::shared_ptr<Tap>> taps() const;

 private:
  std::atomic<uint64_t> version_{0};
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<Tap>> taps_;
};

}  // namespace griot::host
