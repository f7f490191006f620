#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "business/business.h"

namespace griot::demo {

// Random numbers that are the same on every machine (SplitMix64; the standard library's
// distributions are each library's own). One thread.
class Rng {
 public:
  // `stream`: numbers of one seed that have nothing to do with each other.
  Rng(uint64_t seed, uint64_t stream) : state_(seed * 0x9E3779B97F4A7C15 + Mix(stream)) { Next(); }

  uint64_t Next() { return Mix(state_ += 0x9E3779B97F4A7C15); }
  // In [0, 1).
  double Uniform() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }
  bool Chance(double share) { return Uniform() < share; }
  // Both ends are met.
  int64_t Between(int64_t from, int64_t to) {
    return from + static_cast<int64_t>(Uniform() * static_cast<double>(to - from + 1));
  }
  size_t Below(size_t count) { return static_cast<size_t>(Uniform() * static_cast<double>(count)); }
  double Normal() {
    constexpr double kTau = 6.283185307179586;
    return std::sqrt(-2 * std::log(1 - Uniform())) * std::cos(kTau * Uniform());
  }
  double LogNormal(double median, double sigma) { return median * std::exp(sigma * Normal()); }
  // How many of what happens `mean` times on average.
  int Poisson(double mean) {
    int count = 0;
    for (double left = mean - Exponential(); left > 0; left -= Exponential()) ++count;
    return count;
  }
  double Exponential() { return -std::log(1 - Uniform()); }

  template <class T>
  const T& Pick(const std::vector<T>& items) {
    return items[Below(items.size())];
  }
  template <class T>
  size_t PickIndex(const Weighted<T>& weighted) {
    return PickIndex(weighted.until);
  }
  // `until`: sums of weights.
  size_t PickIndex(const std::vector<double>& until) {
    const double at = Uniform() * until.back();
    const auto found = std::upper_bound(until.begin(), until.end(), at);
    return std::min(static_cast<size_t>(found - until.begin()), until.size() - 1);
  }

 private:
  static uint64_t Mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

}  // namespace griot::demo
