#include "host/http/drain_loop.h"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>

#include "host/http/channel.h"

namespace griot::http {
namespace {

int64_t Period(const Options& options) {
  auto shortest = std::min({options.header_timeout, options.body_timeout, options.idle_timeout,
                            options.write_stall, options.linger_timeout});
  return std::clamp<int64_t>(shortest.count() / 4, 5, 250);
}

}  // namespace

int64_t NowMs() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

DrainLoop::DrainLoop(const Options& options) : period_ms_(Period(options)) {}

DrainLoop::~DrainLoop() {
  Stop();
  if (epoll_ >= 0) close(epoll_);
  if (wake_ >= 0) close(wake_);
}

bool DrainLoop::Start() {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (epoll_ < 0 || wake_ < 0) return false;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake_;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) != 0) return false;
  running_ = true;
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "http-drain");
    Run();
  });
  return true;
}

void DrainLoop::Stop() {
  {
    std::lock_guard lock(posted_mutex_);
    running_ = false;
  }
  Wake();
  if (thread_.joinable()) thread_.join();
}

void DrainLoop::Register(int fd, std::shared_ptr<Channel> channel) {
  std::lock_guard lock(mutex_);
  channels_[fd] = std::move(channel);
}

void DrainLoop::Remove(int fd) {
  std::shared_ptr<Channel> last;  // destroyed, and with it the descriptor, outside the lock
  std::lock_guard lock(mutex_);
  auto it = channels_.find(fd);
  if (it == channels_.end()) return;
  last = std::move(it->second);
  channels_.erase(it);
  if (channels_.empty()) empty_.notify_all();
}

size_t DrainLoop::size() const {
  std::lock_guard lock(mutex_);
  return channels_.size();
}

bool DrainLoop::WaitEmpty(std::chrono::steady_clock::time_point deadline) const {
  std::unique_lock lock(mutex_);
  return empty_.wait_until(lock, deadline, [this] { return channels_.empty(); });
}

void DrainLoop::ForEach(const std::function<void(Channel&)>& visit) const {
  std::lock_guard lock(mutex_);
  for (const auto& [fd, channel] : channels_) visit(*channel);
}

bool DrainLoop::Arm(int fd) {
  epoll_event event{};
  event.events = EPOLLOUT | EPOLLET;
  event.data.fd = fd;
  return epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0;
}

void DrainLoop::Post(std::function<void()> call) {
  {
    std::lock_guard lock(posted_mutex_);
    if (running_) {
      posted_.push_back(std::move(call));
      call = nullptr;
    }
  }
  if (call) return call();
  Wake();
}

void DrainLoop::Run() {
  constexpr int kEvents = 256;
  epoll_event events[kEvents];
  int64_t next_sweep = NowMs() + period_ms_;
  for (;;) {
    int64_t wait = std::clamp<int64_t>(next_sweep - NowMs(), 0, period_ms_);
    int n = epoll_wait(epoll_, events, kEvents, static_cast<int>(wait));
    for (int i = 0; i < n; ++i) {
      if (events[i].data.fd != wake_) {
        Flush(events[i].data.fd);
        continue;
      }
      uint64_t ignored;
      [[maybe_unused]] ssize_t got = read(wake_, &ignored, sizeof ignored);
    }
    RunPosted();
    if (NowMs() >= next_sweep) {
      Sweep();
      next_sweep = NowMs() + period_ms_;
    }
    std::lock_guard lock(posted_mutex_);
    if (!running_ && posted_.empty()) return;
  }
}

void DrainLoop::RunPosted() {
  std::vector<std::function<void()>> calls;
  {
    std::lock_guard lock(posted_mutex_);
    calls.swap(posted_);
  }
  for (auto& call : calls) call();
}

void DrainLoop::Flush(int fd) {
  std::shared_ptr<Channel> channel;
  {
    std::lock_guard lock(mutex_);
    auto it = channels_.find(fd);
    if (it == channels_.end()) return;
    channel = it->second;
  }
  channel->Flush();
}

void DrainLoop::Sweep() {
  int64_t now = NowMs();
  ForEach([now](Channel& channel) { channel.Sweep(now); });
}

void DrainLoop::Wake() {
  if (wake_ < 0) return;
  uint64_t one = 1;
  [[maybe_unused]] ssize_t put = write(wake_, &one, sizeof one);
}

}  // namespace griot::http
