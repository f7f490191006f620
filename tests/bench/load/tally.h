// What came back, counted and printed. One thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>

#include "tests/bench/load/stats.h"

namespace griot::bench {

class Tally {
 public:
  void Answered(int status, const std::string& head, int64_t micros) {
    ++by_status_[status];
    if (status / 100 == 2) return latencies_.Add(micros);
    if (::strcasestr(head.c_str(), "\r\nretry-after:") != nullptr) ++told_when_;
  }
  void Lost() { ++lost_; }

  // One JSON object. `requests` and `events` are those that were answered 2xx; `told_when` counts
  // the refusals that said when to come back.
  void Print(double seconds, unsigned batch) const {
    std::printf(
        "{\"seconds\":%.3f,\"requests\":%llu,\"events\":%llu,\"lost\":%llu,"
        "\"told_when\":%llu,\"status\":{",
        seconds, Big(latencies_.total()), Big(latencies_.total() * batch), Big(lost_),
        Big(told_when_));
    const char* comma = "";
    for (const auto& [status, count] : by_status_) {
      std::printf("%s\"%d\":%llu", comma, status, Big(count));
      comma = ",";
    }
    std::printf("},\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f}\n",
                latencies_.Quantile(.5), latencies_.Quantile(.9), latencies_.Quantile(.99),
                latencies_.Quantile(.999), latencies_.max_ms());
  }

 private:
  static unsigned long long Big(uint64_t value) { return value; }

  std::map<int, uint64_t> by_status_;
  Latencies latencies_;  // of what was answered 2xx
  uint64_t lost_ = 0, told_when_ = 0;
};

}  // namespace griot::bench
