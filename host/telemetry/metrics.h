// Counters, gauges and histograms, in Prometheus' text exposition format 0.0.4.
//
// Recording is lock-free and thread-safe; making a metric takes a lock and is done at start.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/abi/host.h"

// One series. The type that plugins see as opaque.
struct griot_metric {
  // Upper bounds of the histogram's buckets, in seconds: from what Redis needs to what a client
  // would still wait for.
  static constexpr std::array<double, 14> kBounds = {
      0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  explicit griot_metric(int32_t k) : kind(k) {}
  void Record(double v);

  const int32_t kind;
  std::string labels;  // rendered, without braces
  std::atomic<double> value{0};
  std::atomic<uint64_t> count{0};
  std::array<std::atomic<uint64_t>, kBounds.size() + 1> buckets{};
};

namespace griot::host {

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

// All series of the process. Metrics live as long as the registry.
class Metrics {
 public:
  // The same arguments give the same series. nullptr: `name` is no metric name, or is taken by
  // another kind.
  griot_metric* Get(int32_t kind, std::string_view name, std::string_view help,
                    const Labels& labels);
  // What a series says now; nothing: there is none.
  std::optional<double> Find(std::string_view name, const Labels& labels) const;
  // How many series there are.
  size_t size() const { return size_.load(std::memory_order_relaxed); }
  // The whole exposition, families sorted by name.
  std::string Render() const;

 private:
  struct Family {
    int32_t kind;
    std::string help;
    std::map<std::string, std::unique_ptr<griot_metric>> series;  // by rendered labels
  };
  std::atomic<size_t> size_{0};
  mutable std::mutex mutex_;
  std::map<std::string, Family, std::less<>> families_;
};

}  // namespace griot::host
