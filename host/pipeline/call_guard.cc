#include "host/pipeline/call_guard.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace griot::host {
namespace {

constexpr unsigned kEntries = static_cast<unsigned>(Entry::kPushSettled) + 1;

constexpr const char* kNames[kEntries] = {"create",
                                          "start",
                                          "stop",
                                          "destroy",
                                          "drain",
                                          "process",
                                          "settled (of a transform)",
                                          "write",
                                          "tick",
                                          "lookup",
                                          "poll",
                                          "settled (of a pull source)",
                                          "ledger",
                                          "forget",
                                          "a call of griot.state/1",
                                          "an HTTP handler",
                                          "settled (of a push source)"};

// Where a call's count stands in the word. Of those that never overlap two bits show that they do;
// the last two are as many as there are threads.
constexpr unsigned At(Entry entry) {
  if (entry == Entry::kHandler) return 32;
  if (entry == Entry::kPushSettled) return 48;
  return 2 * static_cast<unsigned>(entry);
}

constexpr uint64_t Bits(Entry entry) { return (At(entry) >= 32 ? 0xffffULL : 3ULL) << At(entry); }

constexpr uint64_t Bits(std::initializer_list<Entry> entries) {
  uint64_t bits = 0;
  for (const Entry entry : entries) bits |= Bits(entry);
  return bits;
}

constexpr uint64_t kControl = Bits({Entry::kCreate, Entry::kStart, Entry::kStop, Entry::kDestroy});
constexpr uint64_t kLane = Bits(
    {Entry::kProcess, Entry::kSettled, Entry::kWrite, Entry::kTick, Entry::kLookup, Entry::kState});
constexpr uint64_t kSource = Bits({Entry::kPoll, Entry::kPullSettled});
constexpr uint64_t kForget = Bits(Entry::kForget);

// The calls that must not run beside this one.
constexpr uint64_t Barred(Entry entry) {
  const uint64_t own = Bits(entry);
  if (entry == Entry::kLedger) return own;
  if ((own & kControl) != 0) return ~Bits(Entry::kLedger);
  if (entry == Entry::kDrain || entry == Entry::kForget)
    return kControl | Bits(Entry::kDrain) | kForget | kLane | kSource;
  if ((own & kLane) != 0) return kControl | Bits(Entry::kDrain) | kForget | kLane;
  if ((own & kSource) != 0) return kControl | Bits(Entry::kDrain) | kForget | kSource;
  return kControl;
}

const char* NameOf(Entry entry) { return kNames[static_cast<unsigned>(entry)]; }

const char* FirstOf(uint64_t bits) {
  for (unsigned i = 0; i < kEntries; ++i)
    if ((bits & Bits(static_cast<Entry>(i))) != 0) return kNames[i];
  return "nothing";
}

// Past the log, which may be what is broken.
[[noreturn]] void Broken(const char* stage, const char* what, const char* how, const char* other) {
  std::fprintf(stderr, "griot: the thread contract is broken: %s: %s %s %s\n", stage, what, how,
               other);
  std::abort();
}

}  // namespace

thread_local const CallGuard::Running* CallGuard::innermost_ = nullptr;

void CallGuard::Enter(Running& running) {
  const uint64_t before =
      running_.fetch_add(uint64_t{1} << At(running.entry_), std::memory_order_relaxed);
  const uint64_t beside = before & Barred(running.entry_);
  if (beside != 0)
    Broken(stage_.c_str(), NameOf(running.entry_), "was called during", FirstOf(beside));
  running.outer_ = innermost_;
  innermost_ = &running;
}

void CallGuard::Leave(const Running& running) {
  innermost_ = running.outer_;
  running_.fetch_sub(uint64_t{1} << At(running.entry_), std::memory_order_relaxed);
}

void CallGuard::CheckWithin(std::initializer_list<Entry> entries, const char* function) {
  const Running* in = innermost_;
  if (in != nullptr && std::find(entries.begin(), entries.end(), in->entry_) != entries.end())
    return;
  Broken(in == nullptr ? "a thread of its own" : in->guard_.stage_.c_str(), function,
         "was called from", in == nullptr ? "no call of the host's" : NameOf(in->entry_));
}

}  // namespace griot::host
