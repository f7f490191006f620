#include "host/pipeline/tap.h"

#include <algorithm>
#include <cstring>

#include "griot/cpp/status.hpp"

namespace griot::host {
namespace {

constexpr size_t kMostLines = 2000;
constexpr size_t kMostBytes = 4u << 20;

}  // namespace

bool TapWish::Matches(const griot_event& event) const {
  if (id && std::memcmp(event.id.bytes, id->b, sizeof event.id.bytes) != 0) return false;
  return std::all_of(where.begin(), where.end(),
                     [&](const Where& w) { return View(event.*w.first) == w.second; });
}

bool Tap::MayShow() {
  if (wish_.id) return true;  // one event is never many
  std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  const std::chrono::duration<double> passed = now - asked_;
  const double most = wish_.per_second;
  leave_ = std::min(most, leave_ + passed.count() * most);
  asked_ = now;
  if (leave_ < 1) return false;
  leave_ -= 1;
  return true;
}

void Tap::Show(std::string line) {
  std::lock_guard lock(mutex_);
  if (lines_.size() >= kMostLines || bytes_ + line.size() > kMostBytes) {
    ++lost_;
    return;
  }
  bytes_ += line.size();
  lines_.push_back(std::move(line));
}

std::deque<std::string> Tap::Take(Counts* counts) {
  std::deque<std::string> taken;
  std::lock_guard lock(mutex_);
  taken.swap(lines_);
  bytes_ = 0;
  shown_ += taken.size();
  *counts = {seen_.load(std::memory_order_relaxed), shown_, lost_};
  return taken;
}

std::shared_ptr<Tap> TapHub::Open(TapWish wish) {
  auto tap = std::make_shared<Tap>(std::move(wish));
  std::lock_guard lock(mutex_);
  if (taps_.size() >= kMost) return nullptr;
  taps_.push_back(tap);
  version_.fetch_add(1, std::memory_order_release);
  return tap;
}

void TapHub::Close(const std::shared_ptr<Tap>& tap) {
  std::lock_guard lock(mutex_);
  std::erase(taps_, tap);
  version_.fetch_add(1, std::memory_order_release);
}

std::vector<std::shared_ptr<Tap>> TapHub::taps() const {
  std::lock_guard lock(mutex_);
  return taps_;
}

}  // namespace griot::host
