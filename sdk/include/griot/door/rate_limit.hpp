#pragma once

// How many events a key may send.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

namespace griot {
inline namespace sdk_v1 {

// A bucket of `burst` tokens that fills at `rate` a second. Who finds one in it comes in, and takes
// as many as it turns out to need: that may leave a debt, which the next waits out. So a refusal
// costs no look at the body, no batch is too large to ever pass, and in the long run the rate
// holds. It is kept as the time when the bucket is full (GCRA), in one atomic number. Thread-safe;
// copies share the number.
class RateLimit {
 public:
  static constexpr double kLeast = 0.01, kMost = 1e6;  // events a second
  static constexpr std::int64_t kMostBurst = 10'000'000;

  // `before`: what stood for this key, so that new settings give nobody a full bucket.
  RateLimit(double rate, std::int64_t burst, const RateLimit* before)
      : interval_(static_cast<std::int64_t>(1e9 / rate)),
        slack_((burst - 1) * interval_),
        full_at_(before != nullptr ? before->full_at_
                                   : std::make_shared<std::atomic<std::int64_t>>(0)) {}

  // Nanoseconds until somebody may come in; 0: now.
  std::int64_t Wait(std::int64_t now) const {
    return std::max<std::int64_t>(0, full_at_->load(std::memory_order_relaxed) - slack_ - now);
  }
  void Take(std::int64_t now, std::int64_t tokens) const {
    std::int64_t old = full_at_->load(std::memory_order_relaxed);
    while (!full_at_->compare_exchange_weak(old, std::max(old, now) + tokens * interval_,
                                            std::memory_order_relaxed)) {
    }
  }

  static std::int64_t Now() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }

 private:
  std::int64_t interval_;
  std::int64_t slack_;
  std::shared_ptr<std::atomic<std::int64_t>> full_at_;
};

}  // namespace sdk_v1
}  // namespace griot
