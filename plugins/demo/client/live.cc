#include "client/live.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "client/sender.h"

namespace griot::demo {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{500}, kBlink{20}, kLater{3000}, kLook{5000}, kKeyIsKnown{20'000};
// What happened while nobody was there to tell it, at most.
constexpr Micros kLongestGap = 60 * kDay;
constexpr int kMostWeeks = 104;
// Of the history before, which has to be lived again each time.
constexpr uint64_t kMostUserDays = 1'000'000;
constexpr size_t kMostDue = 5000;
constexpr const char* kKeyPrefix = "wk_live_";

}  // namespace

Live::Live(const CommandLine& line, const std::string& pg, std::string id, Doors doors)
    : line_(line), pg_(pg), id_(std::move(id)), doors_(std::move(doors)) {
  ::sigemptyset(&signals_);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) ::sigaddset(&signals_, signal);
  ::pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

Live::~Live() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

bool Live::Wait(milliseconds time) {
  if (stopped_) return false;
  const timespec left{time.count() / 1000, time.count() % 1000 * 1'000'000};
  stopped_ = ::sigtimedwait(&signals_, nullptr, &left) > 0;
  return !stopped_;
}

// Once, for as long as it is the same.
void Live::Say(const std::string& trouble) {
  if (trouble == said_) return;
  said_ = trouble;
  line_.Say(trouble.empty() ? "told again" : trouble + "; it is tried again");
}

int Live::Run() {
  while (!stopped_) {
    try {
      if (const auto code = GoOn()) return *code;
    } catch (const pg::Error& error) {
      Say(error.what());
    }
    Wait(kLater);
  }
  return kDone;
}

std::optional<int> Live::GoOn() {
  Held held(pg_, id_);
  if (!held.TakeTurn()) {
    return line_.Fail(kFailed, "another griot demo --live is at work in the project " + id_);
  }
  const auto wish = held.Read();
  if (!wish) return line_.Fail(kFailed, "the project " + id_ + " holds no demonstration");
  if (uint64_t{wish->users} * wish->days > kMostUserDays) {
    return line_.Fail(kFailed, "it goes on with histories of up to 1,000,000 days of users");
  }
  while (!stopped_) {
    if (const auto code = Tell(held, *wish)) return code;
  }
  return kDone;
}

// As far as the weeks go that are invented by now.
std::optional<int> Live::Tell(Held& held, const Wish& wish) {
  const auto weeks = static_cast<int>((Now() + kDay - wish.end) / kWeek + 1);
  if (weeks > kMostWeeks) {
    return line_.Fail(kFailed, "the history has ended two years ago: tell it anew");
  }
  const int64_t since = std::max(held.ToldUntil(wish.end), Now() - kLongestGap);
  const History history(wish, weeks, since);
  Project project(pg_, id_);
  doors_.key = project.Key(std::nullopt, kKeyPrefix);
  WaitForKey();
  size_t next = 0;
  Clock::time_point looked{};
  const Micros until = wish.end + weeks * kWeek - kHour;
  for (; Now() < until && !doors_.key.empty() && !stopped_; Wait(kTick)) {
    const auto& all = history.deliveries();
    const bool due = next < all.size() && all[next].arrives <= Now();
    if (!due && Clock::now() - looked < kLook) continue;
    looked = Clock::now();
    const Held::Pause pause(held);
    if (!pause) continue;
    if (held.Read() != wish) {
      line_.Say("the demonstration is gone");
      return kDone;
    }
    while (TellDue(held, history, &next)) {
    }
  }
  return std::nullopt;
}

// A key that was made just now is known to the doors within a second or two.
void Live::WaitForKey() {
  DoorClient client(doors_);
  const auto until = Clock::now() + kKeyIsKnown;
  while (client.Capture(R"({"batch":[]})").status == 401 && Clock::now() < until && Wait(kBlink)) {
  }
}

bool Live::TellDue(Held& held, const History& history, size_t* next) {
  const auto& all = history.deliveries();
  const Micros now = Now();
  const auto from = all.begin() + static_cast<ptrdiff_t>(*next);
  auto to = from;
  while (to != all.end() && to->arrives <= now && to - from < static_cast<ptrdiff_t>(kMostDue))
    ++to;
  if (from == to || stopped_) return false;
  const std::string trouble = Send(history, {from, to});
  if (stopped_) return false;
  Say(trouble);
  if (!trouble.empty()) {
    // The key was taken back: the next try has a new one.
    if (trouble.starts_with("/v1/capture: 401")) doors_.key.clear();
    Wait(kLater);
    return false;
  }
  *next += static_cast<size_t>(to - from);
  // Several arrive in one moment: what is told again is there already.
  held.SetTold(std::prev(to)->arrives - 1);
  return true;
}

std::string Live::Send(const History& history, std::vector<Happening> part) {
  Board board;
  board.running = 1;
  {
    const Sender sender(history, doors_, std::move(part), board);
    // A remove waits for this: it is better begun again later.
    for (const auto until = Clock::now() + kLater; board.running > 0;) {
      const std::string trouble = board.trouble();
      if (!Wait(kBlink)) {
        board.Fail("ended");
        break;
      }
      if (!trouble.empty() && Clock::now() > until) board.Fail(trouble);
    }
  }
  return board.why();
}

}  // namespace griot::demo
