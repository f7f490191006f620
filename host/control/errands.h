// What other threads want done on the control thread: all that makes, starts, stops or unloads.
#pragma once

#include <deque>
#include <functional>
#include <future>
#include <mutex>

namespace griot::host {

// Do and Close are thread-safe; Run is for the control thread.
class Errands {
 public:
  // `wake` tells the control thread to call Run soon; from any thread.
  explicit Errands(std::function<void()> wake) : wake_(std::move(wake)) {}

  // Runs `work` on the control thread, and waits until it is done. False: griot ends, and it was
  // not done. Never from the control thread.
  bool Do(std::function<void()> work) {
    std::future<bool> done;
    {
      std::lock_guard lock(mutex_);
      if (closed_) return false;
      waiting_.push_back({std::move(work), {}});
      done = waiting_.back().done.get_future();
    }
    wake_();
    return done.get();
  }

  void Run() {
    while (true) {
      std::unique_lock lock(mutex_);
      if (waiting_.empty()) return;
      Errand next = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      next.work();
      next.done.set_value(true);
    }
  }

  // Nothing more is done; who waits is told so.
  void Close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    for (Errand& errand : waiting_) errand.done.set_value(false);
    waiting_.clear();
  }

 private:
  struct Errand {
    std::function<void()> work;
    std::promise<bool> done;
  };
  const std::function<void()> wake_;
  std::mutex mutex_;
  std::deque<Errand> waiting_;
  bool closed_ = false;
};

}  // namespace griot::host
