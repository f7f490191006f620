#include "plugins/dashboard/api/departures.h"

namespace griot::dashboard {
namespace {

struct Watched {
  std::mutex mutex;
  uintptr_t next = 1;
  std::map<uintptr_t, std::weak_ptr<Job>> jobs;
};

Watched& All() {
  static Watched* const all = new Watched;  // never gone: the host may call until it has ended
  return *all;
}

}  // namespace

void Departures::Watch(const std::shared_ptr<Job>& job) {
  Watched& all = All();
  uintptr_t number = 0;
  {
    const std::lock_guard lock(all.mutex);
    std::erase_if(all.jobs, [](const auto& entry) { return entry.second.expired(); });
    number = all.next++;
    all.jobs[number] = job;
  }
  job->call.reply.StreamCallbacks(reinterpret_cast<void*>(number), nullptr, &Departures::Gone);
}

void Departures::Gone(void* number) {
  std::shared_ptr<Job> job;
  {
    Watched& all = All();
    const std::lock_guard lock(all.mutex);
    const auto found = all.jobs.find(reinterpret_cast<uintptr_t>(number));
    if (found == all.jobs.end()) return;
    job = found->second.lock();
    all.jobs.erase(found);
  }
  if (job == nullptr) return;
  const std::lock_guard lock(job->mutex);
  job->gone = true;
  if (job->running != nullptr) job->running->Abandon();
}

}  // namespace griot::dashboard
