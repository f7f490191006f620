// Something done on a lane's thread between two batches, at which another thread looks.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

#include "host/pipeline/lane.h"

namespace griot::host {

// For one thread, which is not the lane's. `lane` must run.
class EdgeTask {
 public:
  EdgeTask(Lane& lane, std::function<void()> task) : shared_(std::make_shared<Shared>()) {
    lane.Post([shared = shared_, task = std::move(task)] {
      {
        std::lock_guard lock(shared->mutex);
        if (shared->phase != Phase::kWaits) return;
        shared->phase = Phase::kRuns;
      }
      task();
      std::lock_guard lock(shared->mutex);
      shared->phase = Phase::kDone;
      shared->changed.notify_all();
    });
  }

  // True: it has been done.
  bool Wait(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock(shared_->mutex);
    return shared_->changed.wait_until(lock, deadline,
                                       [this] { return shared_->phase == Phase::kDone; });
  }
  // True: it never runs. False: it has begun; it ends, for what it calls is bounded.
  bool Cancel() {
    std::lock_guard lock(shared_->mutex);
    if (shared_->phase == Phase::kWaits) shared_->phase = Phase::kCancelled;
    return shared_->phase == Phase::kCancelled;
  }

 private:
  enum class Phase { kWaits, kRuns, kDone, kCancelled };
  struct Shared {
    std::mutex mutex;
    std::condition_variable changed;
    Phase phase = Phase::kWaits;
  };
  std::shared_ptr<Shared> shared_;
};

}  // namespace griot::host
