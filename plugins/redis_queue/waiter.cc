#include "waiter.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "keys.h"

namespace griot::redis_queue {
namespace {

using std::chrono::milliseconds;

// An XREAD that nobody waits for any more ends by itself after so long.
constexpr milliseconds kLongestBlock{1000};
// Without a connection to wait on, the queue is looked at this often.
constexpr milliseconds kBlindPause{50};

int Milliseconds(Clock::duration wait) {
  const auto ms = std::chrono::ceil<milliseconds>(wait).count();
  return static_cast<int>(std::clamp<int64_t>(ms, 0, 60'000));
}

}  // namespace

Waiter::Waiter(const Options& options)
    : link_(options.endpoint, [](Link&) { return Status::Ok(); }),
      event_fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

Waiter::~Waiter() {
  if (event_fd_ >= 0) close(event_fd_);
}

void Waiter::Wake() { eventfd_write(event_fd_, 1); }

bool Waiter::TakeCall() {
  eventfd_t calls = 0;
  return eventfd_read(event_fd_, &calls) == 0;
}

void Waiter::Close() {
  link_.redis().Close();
  armed_.clear();
}

bool Waiter::Covers(const std::vector<Place>& places) const {
  return std::ranges::equal(armed_, places, {}, &Place::first, &Place::first);
}

bool Waiter::Arm(const std::vector<Place>& places) {
  if (places.empty()) return false;
  if (!armed_.empty() && link_.is_open() && Covers(places)) return true;
  if (!armed_.empty()) Close();  // it waits for other partitions: nothing else ends it at once
  if (!link_.Ready().ok()) return false;
  std::vector<std::string> words{
      "XREAD", "COUNT", "1", "BLOCK", std::to_string(kLongestBlock.count()), "STREAMS"};
  for (const auto& [partition, id] : places) words.push_back(StreamKey(partition));
  for (const auto& [partition, id] : places) words.push_back(id.Text());
  const std::vector<std::string_view> views(words.begin(), words.end());
  link_.redis().Append(views);
  if (!link_.redis().Flush().ok()) return false;
  armed_ = places;
  return true;
}

// Takes the answer of the outstanding XREAD if it is there. True: it names new entries.
bool Waiter::Arrived() {
  seen_.clear();
  Reply reply;
  if (!link_.redis().ReadArrived(&reply)) {
    if (!link_.is_open()) armed_.clear();
    return false;
  }
  armed_.clear();
  constexpr size_t kPrefix = sizeof("griot:q:") - 1;
  for (size_t i = 0; i < reply.view().size(); ++i) {
    const std::string_view key = reply.view()[i][0].text();
    uint32_t partition = 0;
    if (key.size() <= kPrefix) continue;
    std::from_chars(key.data() + kPrefix, key.data() + key.size(), partition);
    seen_.emplace_back(partition, EntryId::Parse(reply.view()[i][1][0][0].text()));
  }
  return !seen_.empty();
}

Waiter::Woken Waiter::Wait(const std::vector<Place>& places, Clock::time_point until) {
  for (;;) {
    // An answer that came since the last wait is about what has been read by now: armed anew, the
    // XREAD answers at once where it is not.
    if (!armed_.empty()) Arrived();
    const bool armed = Arm(places);
    if (!armed && !places.empty()) until = std::min(until, Clock::now() + kBlindPause);
    pollfd ready[2] = {{event_fd_, POLLIN, 0}, {armed ? link_.redis().fd() : -1, POLLIN, 0}};
    const int count = poll(ready, 2, Milliseconds(until - Clock::now()));
    if (count <= 0) {
      if (Clock::now() < until) continue;  // a signal
      return Woken::kByTime;
    }
    if (ready[0].revents != 0 && TakeCall()) return Woken::kByCall;
    if (ready[1].revents != 0 && Arrived()) return Woken::kByData;
    if (Clock::now() >= until) return Woken::kByTime;
  }
}

}  // namespace griot::redis_queue
