#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace griot::history_import {

// How much of an import may lie between the door and the store: what the store takes in two
// seconds, as it was seen to, so that a live event that comes behind it is a row soon after. One
// thread.
class Pace {
 public:
  using Clock = std::chrono::steady_clock;

  // Fewer, and batches become small; more, and a stalled store would have minutes to catch up.
  static constexpr double kLeast = 20'000, kMost = 60'000;

  // Of all sources together: `accepted` ever, of which `in_flight` have not ended.
  void Heard(Clock::time_point now, uint64_t accepted, uint64_t in_flight) {
    const uint64_t ended = accepted - std::min(accepted, in_flight);
    if (!began_) {
      began_ = true;
      at_ = now;
      ended_ = ended;
    }
    in_flight_ = in_flight;
    const double seconds = std::chrono::duration<double>(now - at_).count();
    if (seconds < kWindow) return;
    // Only while there was work does it tell how fast the store is.
    const double rate = static_cast<double>(ended - std::min(ended, ended_)) / seconds;
    if (held_ || rate > rate_) rate_ = rate;
    at_ = now;
    ended_ = ended;
    held_ = false;
  }

  // Whether what comes next should wait.
  bool Holds() {
    const bool full = static_cast<double>(in_flight_) > std::clamp(rate_ * kSeconds, kLeast, kMost);
    held_ |= full;
    return full;
  }

 private:
  static constexpr double kSeconds = 2;   // of the store's work
  static constexpr double kWindow = 0.5;  // seconds: a batch of thousands may take as long

  bool began_ = false, held_ = false;
  Clock::time_point at_;
  uint64_t ended_ = 0, in_flight_ = 0;
  double rate_ = 0;  // events a second
};

}  // namespace griot::history_import
