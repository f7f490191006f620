#include "plugins/dashboard/api/workers.h"

#include <utility>

#include "plugins/dashboard/api/finish.h"

namespace griot::dashboard {
namespace {

constexpr std::chrono::seconds kPatience{20};  // in the queue

Problem OfStore(const pg::Error& error) {
  if (error.sqlstate == "57014") {
    return {
        503, "too_slow", "the answer took too long: ask for a shorter time, or filter it", {}, 5};
  }
  if (error.sqlstate.empty() || error.sqlstate.starts_with("08") ||
      error.sqlstate.starts_with("57") || error.sqlstate.starts_with("53")) {
    return {503, "store_down", "the store cannot be reached", {}, 5};
  }
  return {500, "internal", "internal error"};
}

// Says whose connection runs, for as long as it lives.
class Running {
 public:
  explicit Running(Job& job) : job_(job) {
    const std::lock_guard lock(job_.mutex);
    if (job_.gone) throw Problem(503, "gone", "nobody waits for this answer");
    job_.running = job_.call.reader;
  }
  ~Running() {
    const std::lock_guard lock(job_.mutex);
    job_.running = nullptr;
  }

 private:
  Job& job_;
};

}  // namespace

void Workers::Start() {
  const std::lock_guard lock(mutex_);
  stop_ = false;
  for (uint32_t i = 0; i < options_.connections; ++i) threads_.emplace_back([this] { Loop(); });
}

void Workers::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    queue_.clear();
  }
  work_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool Workers::Submit(const std::shared_ptr<Job>& job) {
  {
    const std::lock_guard lock(mutex_);
    if (stop_ || queue_.size() >= options_.waiting) return false;
    job->since = std::chrono::steady_clock::now();
    queue_.push_back(job);
  }
  work_.notify_one();
  return true;
}

void Workers::Run(Job& job, const Context& context) {
  std::optional<Answer> answer;
  try {
    const Running running(job);
    if (std::chrono::steady_clock::now() - job.since > kPatience) {
      throw Problem(503, "busy", "too many ask at once", {}, 2);
    }
    answer = job.route->run(job.call);
  } catch (const Problem& problem) {
    answer = ErrorAnswer(problem);
  } catch (const pg::Error& error) {
    const Problem problem = OfStore(error);
    const std::lock_guard lock(job.mutex);
    if (!job.gone && problem.status == 500) context.Error(job.call.path + ": " + error.what());
    answer = ErrorAnswer(problem);
  } catch (const std::exception& error) {
    context.Error(job.call.path + ": " + error.what());
    answer = ErrorAnswer({500, "internal", "internal error"});
  }
  if (answer) Finish(job.call, std::move(*answer));
}

void Workers::Loop() {
  Db reader(options_.url, "griot_reader", options_.statement_timeout, true);
  Db app(options_.url, "griot_app", options_.statement_timeout, false);
  while (true) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      work_.wait(lock, [this] { return stop_ || !queue_.empty(); });
      if (stop_) return;
      job = std::move(queue_.front());
      queue_.pop_front();
    }
    Call& call = job->call;
    call.reader = &reader;
    call.app = &app;
    call.directory = prototype_.directory;
    call.people = prototype_.people;
    call.feed = prototype_.feed;
    call.doors = prototype_.doors;
    Run(*job, context_);
    // What was sent to end its statement must not end the next one's.
    const std::lock_guard lock(job->mutex);
    if (job->gone) reader.Close();
  }
}

}  // namespace griot::dashboard
