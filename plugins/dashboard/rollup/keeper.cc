#include "plugins/dashboard/rollup/keeper.h"

#include "plugins/dashboard/rollup/roller.h"

namespace griot::dashboard {
namespace {

// A step writes rows that the next one writes again, so not more often than it is noticed.
constexpr std::chrono::milliseconds kEvery{500};
constexpr std::chrono::seconds kAfterTrouble{3};
// Where much is behind, so many times as long as a step took belong to the writer: an import of
// years is rolled up after it rather than instead of it.
constexpr int kRest = 2;
constexpr std::chrono::minutes kLongest{5};  // of a statement

}  // namespace

void Keeper::Start() {
  const std::lock_guard lock(mutex_);
  if (!stop_) return;
  stop_ = false;
  thread_ = std::thread([this] { Run(); });
}

void Keeper::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Keeper::Run() {
  Db db(options_.url, "griot_writer", kLongest, false);
  Roller roller(db);
  const Metric steps = context_.Counter("rollup_steps", "Transactions that rolled up");
  bool down = false;
  std::unique_lock lock(mutex_);
  while (!stop_) {
    lock.unlock();
    std::chrono::milliseconds wait = kEvery;
    try {
      const auto began = std::chrono::steady_clock::now();
      if (roller.Step()) {
        wait = kRest * std::chrono::duration_cast<std::chrono::milliseconds>(
                           std::chrono::steady_clock::now() - began);
      }
      steps.Add();
      if (down) context_.Health("rollups", GRIOT_HEALTHY);
      down = false;
    } catch (const std::exception& error) {
      if (!down) context_.Health("rollups", GRIOT_DEGRADED, error.what());
      down = true;
      wait = kAfterTrouble;
    }
    lock.lock();
    wake_.wait_for(lock, wait, [this] { return stop_; });
  }
}

}  // namespace griot::dashboard
