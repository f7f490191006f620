#include "plugins/dashboard/auth/throttle.h"

#include <arpa/inet.h>

#include <array>
#include <cmath>

namespace griot::dashboard {

long Throttle::Wait(std::string_view who, int64_t now) {
  const std::lock_guard lock(mutex_);
  const auto found = limits_.find(std::string(who));
  if (found != limits_.end()) {
    return static_cast<long>(std::ceil(static_cast<double>(found->second.Wait(now)) / 1e9));
  }
  if (limits_.size() >= most_) Forget(now);
  return limits_.size() >= most_ ? static_cast<long>(std::ceil(1 / rate_)) : 0;
}

void Throttle::Take(std::string_view who, int64_t now) {
  const std::lock_guard lock(mutex_);
  limits_.try_emplace(std::string(who), rate_, burst_, nullptr).first->second.Take(now, 1);
}

void Throttle::Forget(int64_t now) {
  // A full bucket says the same as none: it is full when `burst` tries could be taken at once.
  const auto full_after = static_cast<int64_t>(1e9 / rate_ * static_cast<double>(burst_ - 1));
  std::erase_if(limits_, [&](const auto& one) { return one.second.Wait(now - full_after) == 0; });
}

std::string AddressBlock(std::string_view ip) {
  const std::string text(ip);
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  static constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  const bool mapped = std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
  if (!mapped) std::fill(bytes.begin() + 8, bytes.end(), 0);
  std::array<char, INET6_ADDRSTRLEN> out{};
  return inet_ntop(AF_INET6, bytes.data(), out.data(), out.size()) != nullptr ? out.data() : text;
}

}  // namespace griot::dashboard
