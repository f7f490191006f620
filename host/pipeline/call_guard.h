// Whether host and plugins keep to the threads that griot/abi.h promises, watched while they run.
//
// Builds with GRIOT_CRASH_POINTS (every preset but release) watch; in others all of this is empty
// and costs nothing. What breaks the contract is printed, and ends the process: it is a bug, and
// the damage shows elsewhere, and later.
#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace griot::host {

#ifdef GRIOT_CRASH_POINTS
inline constexpr bool kWatchesCalls = true;
#else
inline constexpr bool kWatchesCalls = false;
#endif

// The calls that the host makes of an instance.
enum class Entry : uint8_t {
  kCreate,  // [control-thread]
  kStart,
  kStop,
  kDestroy,
  kDrain,    // [control-thread], while handlers and kPushSettled go on
  kProcess,  // [lane-thread]
  kSettled,
  kWrite,
  kTick,
  kLookup,
  kPoll,  // [source-thread]
  kPullSettled,
  kLedger,   // any thread, one at a time
  kForget,   // [lane-thread], [source-thread] or [control-thread], by the kind of stage
  kState,    // [lane-thread]: save, load, drop
  kHandler,  // [http-thread] and [pool-thread]: overlap
  kPushSettled
};

// The calls that run on one instance. Thread-safe. All its atomics are relaxed, so that it does not
// order what ThreadSanitizer should see as unordered.
class CallGuard {
 public:
  // `stage` outlives this.
  explicit CallGuard(const std::string& stage) : stage_(stage) {}
  CallGuard(const CallGuard&) = delete;

  // One call, for as long as this lives; made and destroyed by the thread that calls.
  class Running {
   public:
    Running(CallGuard& guard, Entry entry) : guard_(guard), entry_(entry) {
      if constexpr (kWatchesCalls) guard_.Enter(*this);
    }
    ~Running() {
      if constexpr (kWatchesCalls) guard_.Leave(*this);
    }
    Running(const Running&) = delete;

   private:
    friend class CallGuard;
    CallGuard& guard_;
    const Entry entry_;
    const Running* outer_ = nullptr;  // of this thread
  };

  // For functions that plugins may call only from within some of their own calls.
  static void Within(std::initializer_list<Entry> entries, const char* function) {
    if constexpr (kWatchesCalls) CheckWithin(entries, function);
  }

 private:
  void Enter(Running& running);
  void Leave(const Running& running);
  static void CheckWithin(std::initializer_list<Entry> entries, const char* function);

  static thread_local const Running* innermost_;
  const std::string& stage_;
  std::atomic<uint64_t> running_{0};  // a few bits an Entry: how many of it run
};

}  // namespace griot::host
