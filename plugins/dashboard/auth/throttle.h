#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "griot/door/rate_limit.hpp"

namespace griot::dashboard {

// So many tries for each of many: accounts, addresses. Who has failed too often waits. It knows a
// bounded number of them; when that is reached those who have not failed lately are forgotten, and
// if all have, everybody new waits. Thread-safe.
class Throttle {
 public:
  // `burst` failures at once, then one in 1/`rate` seconds.
  Throttle(double rate, int64_t burst, size_t most = 50'000)
      : rate_(rate), burst_(burst), most_(most) {}

  // Seconds until `who` may try again; 0: now. `now`: RateLimit::Now().
  long Wait(std::string_view who, int64_t now);
  // A try that failed, or one that is not free.
  void Take(std::string_view who, int64_t now);

 private:
  void Forget(int64_t now);

  const double rate_;
  const int64_t burst_;
  const size_t most_;
  std::mutex mutex_;
  std::unordered_map<std::string, RateLimit> limits_;
};

// Whom an address stands for: an IPv6 customer has a whole /64 of them.
std::string AddressBlock(std::string_view ip);

}  // namespace griot::dashboard
