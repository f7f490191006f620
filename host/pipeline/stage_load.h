// What one instance of a stage has done since it was made, for `griot top`.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace griot::host {

// Written by one thread, the lane's, once a batch; read by any. A reader may see half of a batch's
// numbers, never a wrong one.
class StageLoad {
 public:
  // Times are counted by size: two classes to each doubling, from a microsecond to a minute.
  static constexpr size_t kTimes = 56;
  static constexpr size_t ClassOf(uint64_t micros) {
    if (micros < 2) return micros;
    const auto doublings = static_cast<size_t>(std::bit_width(micros)) - 1;
    const size_t half = (micros >> (doublings - 1)) & 1;
    const size_t at = 2 * doublings + half;
    return at < kTimes ? at : kTimes - 1;
  }
  // The most that a class holds, in microseconds.
  static constexpr uint64_t UpTo(size_t at) {
    if (at < 2) return at;
    return (uint64_t{2 + (at & 1)} << (at / 2 - 1)) + (uint64_t{1} << (at / 2 - 1)) - 1;
  }

  struct Counts {
    uint64_t batches = 0, events = 0, filtered = 0, dead = 0, duplicate = 0, failures = 0;
    uint64_t nanos = 0;
    std::array<uint64_t, kTimes> times{};
  };

  // One call, or one submission. `took`: how long.
  struct Work {
    uint64_t events = 0, filtered = 0, dead = 0, duplicate = 0, failures = 0;
  };
  void Add(const Work& work, std::chrono::nanoseconds took) {
    const auto nanos = static_cast<uint64_t>(took.count() < 0 ? 0 : took.count());
    Bump(batches_, 1);
    Bump(events_, work.events);
    if (work.filtered != 0) Bump(filtered_, work.filtered);
    if (work.dead != 0) Bump(dead_, work.dead);
    if (work.duplicate != 0) Bump(duplicate_, work.duplicate);
    if (work.failures != 0) Bump(failures_, work.failures);
    Bump(nanos_, nanos);
    Bump(times_[ClassOf(nanos / 1000)], 1);
  }

  void ReadInto(Counts* sum) const {
    sum->batches += batches_.load(kRelaxed);
    sum->events += events_.load(kRelaxed);
    sum->filtered += filtered_.load(kRelaxed);
    sum->dead += dead_.load(kRelaxed);
    sum->duplicate += duplicate_.load(kRelaxed);
    sum->failures += failures_.load(kRelaxed);
    sum->nanos += nanos_.load(kRelaxed);
    for (size_t i = 0; i < kTimes; ++i) sum->times[i] += times_[i].load(kRelaxed);
  }

 private:
  using Count = std::atomic<uint64_t>;
  static constexpr auto kRelaxed = std::memory_order_relaxed;
  // The only writer needs no read-modify-write: this is a plain addition.
  static void Bump(Count& count, uint64_t by) { count.store(count.load(kRelaxed) + by, kRelaxed); }

  Count batches_{0}, events_{0}, filtered_{0}, dead_{0}, duplicate_{0}, failures_{0}, nanos_{0};
  std::array<Count, kTimes> times_{};
};

}  // namespace griot::host
