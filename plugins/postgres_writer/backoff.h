#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace griot::postgres {

// The circuit breaker of one connection: closed while things work; after a failure open for 50 ms,
// doubling to 2 s, each time with up to half as much again at random, so that many lanes do not
// knock together. One thread at a time.
class Backoff {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Backoff(uint64_t seed) : random_(seed | 1) {}

  bool MayTry(Clock::time_point now) const { return now >= next_; }
  void Succeeded() {
    wait_ = kFirst;
    next_ = {};
  }
  void Failed(Clock::time_point now) {
    random_ ^= random_ << 13;
    random_ ^= random_ >> 7;
    random_ ^= random_ << 17;
    next_ = now + wait_ + wait_ * static_cast<int64_t>(random_ % 50) / 100;
    wait_ = std::min(wait_ * 2, kLongest);
  }

 private:
  static constexpr std::chrono::milliseconds kFirst{50};
  static constexpr std::chrono::milliseconds kLongest{2000};
  std::chrono::milliseconds wait_ = kFirst;
  Clock::time_point next_{};
  uint64_t random_;
};

}  // namespace griot::postgres
