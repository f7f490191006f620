// Latencies in a fixed histogram: 1 µs steps to 1 ms, then 1 % steps. One thread.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

namespace griot::bench {

class Latencies {
 public:
  Latencies() : counts_(4096, 0) {}
  void Add(int64_t micros) {
    ++counts_[Bucket(micros)];
    ++total_;
    if (micros > max_) max_ = micros;
  }
  uint64_t total() const { return total_; }
  double max_ms() const { return static_cast<double>(max_) / 1000; }
  // The upper edge of the bucket that holds the quantile, in milliseconds.
  double Quantile(double q) const {
    const auto wanted = static_cast<uint64_t>(std::ceil(q * static_cast<double>(total_)));
    uint64_t seen = 0;
    for (size_t i = 0; i < counts_.size(); ++i)
      if ((seen += counts_[i]) >= wanted && seen > 0) return Edge(i) / 1000;
    return max_ms();
  }

 private:
  static size_t Bucket(int64_t micros) {
    if (micros < 1000) return static_cast<size_t>(micros < 0 ? 0 : micros);
    const double steps = std::log(static_cast<double>(micros) / 1000) / std::log(1.01);
    const auto bucket = 1000 + static_cast<size_t>(steps);
    return bucket < 4095 ? bucket : 4095;
  }
  static double Edge(size_t bucket) {
    return bucket < 1000 ? static_cast<double>(bucket + 1)
                         : 1000 * std::pow(1.01, static_cast<double>(bucket - 1000 + 1));
  }
  std::vector<uint64_t> counts_;
  uint64_t total_ = 0;
  int64_t max_ = 0;
};

}  // namespace griot::bench
