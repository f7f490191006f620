#include "host/pipeline/source_thread.h"

#include <chrono>

#include "host/telemetry/log.h"

namespace griot::host {
namespace {

constexpr uint32_t kPollMs = 200;
constexpr auto kPause = std::chrono::milliseconds(100);  // after a poll that failed

}  // namespace

SourceThread::SourceThread(std::unique_ptr<Stage> source, Lane& lane)
    : SourcePort(1), source_(std::move(source)), lane_(lane) {
  source_->ctx()->port = this;
}

SourceThread::~SourceThread() { Stop(); }

void SourceThread::Start() {
  thread_ = std::thread([this] { Run(); });
}

void SourceThread::Drain() {
  Close();
  source_->plugin().source->wake(source_->instance());
  std::lock_guard calling(calls_);
  source_->Drain();
}

void SourceThread::Stop() {
  stop_.store(true);
  Close();
  if (thread_.joinable()) {
    source_->plugin().source->wake(source_->instance());
    changed_.notify_all();
    thread_.join();
  }
}

void SourceThread::Run() {
  while (!stop_.load()) {
    TellSettled();
    TellForgotten();
    std::unique_lock lock(mutex_);
    if (closed()) {
      changed_.wait_for(lock, kPause, [this] { return stop_.load() || !done_.empty(); });
      continue;
    }
    lock.unlock();
    const Status status = Poll();
    if (status.ok() || status.code == GRIOT_IDLE) continue;
    if (status.code != GRIOT_RETRY) Log(GRIOT_LOG_ERROR, source_->name(), status.text);
    lock.lock();
    changed_.wait_for(lock, kPause, [this] { return stop_.load() || !done_.empty(); });
  }
  TellSettled();
}

Status SourceThread::Poll() {
  std::lock_guard calling(calls_);
  if (closed()) return Status::Idle();
  const CallGuard::Running running(source_->calls(), Entry::kPoll);
  return detail::Ask([&](griot_error* error) {
    return source_->plugin().source->poll(source_->instance(), kPollMs, error);
  });
}

void SourceThread::TellSettled() {
  std::deque<Done> done;
  {
    std::lock_guard lock(mutex_);
    done.swap(done_);
  }
  for (const auto& [token, result] : done) {
    const griot_settlement settlement{sizeof settlement, result, token, {}};
    std::lock_guard calling(calls_);
    const CallGuard::Running running(source_->calls(), Entry::kPullSettled);
    source_->plugin().source->settled(source_->instance(), &settlement);
  }
}

void SourceThread::Forget(std::shared_ptr<const ForgetRequest> request) {
  std::lock_guard lock(mutex_);
  forgotten_.push_back(std::move(request));
}

void SourceThread::TellForgotten() {
  std::deque<std::shared_ptr<const ForgetRequest>> requests;
  {
    std::lock_guard lock(mutex_);
    requests.swap(forgotten_);
  }
  for (const auto& request : requests) {
    std::lock_guard calling(calls_);
    host::Forget(*source_, *request);
  }
}

bool SourceThread::Submit(griot_submission* submission) {
  in_flight_.fetch_add(1);
  if (lane_.Enqueue(submission, this)) return true;
  in_flight_.fetch_sub(1);
  return false;
}

void SourceThread::Settled(griot_submission* submission, griot_result result, std::string_view) {
  const uint64_t token = submission->token;
  delete submission;
  // RETRY comes only from a lane that stops; the source will deliver it again.
  if (result != GRIOT_RETRY) {
    {
      std::lock_guard lock(mutex_);
      done_.push_back({token, result});
    }
    changed_.notify_one();
    source_->plugin().source->wake(source_->instance());
  }
  in_flight_.fetch_sub(1);
}

}  // namespace griot::host
