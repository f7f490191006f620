#include "host/pipeline/call_thread.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace griot::host {
namespace {

using Clock = std::chrono::steady_clock;

// Between two tries of a plugin while the store is away.
constexpr std::chrono::seconds kPause{1};

thread_local std::chrono::nanoseconds store_time{0};
std::atomic<bool> any_given_up{false};

}  // namespace

struct CallThread::Shared {
  std::mutex mutex;
  std::condition_variable changed;
  std::function<void()> call;
  bool done = false, stop = false, given_up = false;
  int in_store = 0;
  Clock::time_point deadline;
};

thread_local CallThread::Shared* CallThread::here_ = nullptr;

// What was given up stays for ever, also when it comes back after all.
void CallThread::Keep(std::shared_ptr<Shared> shared) {
  any_given_up.store(true);
  static std::mutex mutex;
  static auto* const kept = new std::vector<std::shared_ptr<Shared>>;
  std::lock_guard lock(mutex);
  kept->push_back(std::move(shared));
}

CallThread::CallThread() : shared_(std::make_shared<Shared>()) {
  thread_ = std::thread([shared = shared_] { Serve(shared); });
}

CallThread::~CallThread() {
  bool given_up;
  {
    std::lock_guard lock(shared_->mutex);
    shared_->stop = true;
    given_up = shared_->given_up;
  }
  shared_->changed.notify_all();
  if (given_up) {
    thread_.detach();
  } else {
    thread_.join();
  }
}

void CallThread::Serve(const std::shared_ptr<Shared>& shared) {
  here_ = shared.get();
  std::unique_lock lock(shared->mutex);
  while (true) {
    shared->changed.wait(lock, [&] { return shared->stop || shared->call; });
    if (!shared->call) return;
    lock.unlock();
    shared->call();
    lock.lock();
    if (shared->given_up) return;
    shared->call = nullptr;
    shared->done = true;
    shared->changed.notify_all();
  }
}

bool CallThread::Run(std::function<void()> call, std::chrono::nanoseconds patience) {
  std::unique_lock lock(shared_->mutex);
  shared_->call = std::move(call);
  shared_->done = false;
  shared_->deadline = Clock::now() + patience;
  shared_->changed.notify_all();
  while (!shared_->done) {
    if (shared_->in_store > 0) {
      shared_->changed.wait(lock);
      continue;
    }
    // A copy: another thread moves the deadline while this one waits.
    const Clock::time_point deadline = shared_->deadline;
    if (shared_->changed.wait_until(lock, deadline) == std::cv_status::no_timeout) continue;
    if (shared_->done || shared_->in_store > 0 || Clock::now() < shared_->deadline) continue;
    shared_->given_up = true;
    Keep(shared_);
    return false;
  }
  return true;
}

CallThread::StoreCall::StoreCall() : begun_(Clock::now()) {
  if (here_ == nullptr) return;
  std::lock_guard lock(here_->mutex);
  given_up_ = here_->given_up;
  if (!given_up_) ++here_->in_store;
}

CallThread::StoreCall::~StoreCall() {
  const auto took = Clock::now() - begun_;
  store_time += took;
  if (here_ == nullptr || given_up_) return;
  {
    std::lock_guard lock(here_->mutex);
    --here_->in_store;
    here_->deadline += took;
    if (away_) here_->deadline += kPause;
  }
  here_->changed.notify_all();
}

bool CallThread::AnyGivenUp() { return any_given_up.load(); }

std::chrono::nanoseconds CallThread::StoreTime() { return store_time; }

}  // namespace griot::host
