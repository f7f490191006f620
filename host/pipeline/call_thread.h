// A thread that makes calls of a plugin for another thread, which waits for them, but not for ever.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace griot::host {

// One call at a time. For one thread, but for StoreCall.
class CallThread {
 public:
  CallThread();
  CallThread(const CallThread&) = delete;
  ~CallThread();

  // Makes the call, and waits. False: it did not come back within `patience`; its thread, and
  // whatever `call` holds, are left to themselves for ever, and no further call may be made.
  bool Run(std::function<void()> call, std::chrono::nanoseconds patience);

  // Made around what a call asks of the store, on whatever thread that is: the store's time is not
  // the plugin's, and one that is away for a while is no reason to give a plugin up.
  class StoreCall {
   public:
    StoreCall();
    ~StoreCall();
    StoreCall(const StoreCall&) = delete;
    // The caller was given up: nothing may be asked for it any more.
    bool given_up() const { return given_up_; }
    // The store said to try again; the plugin may pause before it does.
    void SetAway() { away_ = true; }

   private:
    bool given_up_ = false, away_ = false;
    const std::chrono::steady_clock::time_point begun_;
  };
  // Whether a call of this process has never come back. [thread-safe]
  static bool AnyGivenUp();
  // How long this thread has waited for the store, all in all.
  static std::chrono::nanoseconds StoreTime();

 private:
  struct Shared;
  static void Keep(std::shared_ptr<Shared> shared);
  static void Serve(const std::shared_ptr<Shared>& shared);
  static thread_local Shared* here_;  // of this thread, if it is one of these

  std::shared_ptr<Shared> shared_;
  std::thread thread_;
};

}  // namespace griot::host
