#include "host/pipeline/gate.h"

#include <condition_variable>
#include <mutex>
#include <set>

#include "host/pipeline/lane.h"

namespace griot::host {

struct Gate::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::set<Lane*> standing;
  bool open = false;
};

Lane* Gate::Close(std::chrono::steady_clock::time_point deadline) {
  state_ = std::make_shared<State>();
  for (Lane* lane : lanes_)
    lane->Post([state = state_, lane] {
      std::unique_lock lock(state->mutex);
      state->standing.insert(lane);
      state->changed.notify_all();
      state->changed.wait(lock, [&] { return state->open; });
    });
  std::unique_lock lock(state_->mutex);
  const bool all = state_->changed.wait_until(
      lock, deadline, [&] { return state_->standing.size() == lanes_.size(); });
  if (all) return nullptr;
  for (Lane* lane : lanes_)
    if (!state_->standing.contains(lane)) {
      lock.unlock();
      Open();
      return lane;
    }
  return nullptr;
}

void Gate::Open() {
  if (state_ == nullptr) return;
  {
    std::lock_guard lock(state_->mutex);
    state_->open = true;
  }
  state_->changed.notify_all();
  state_ = nullptr;
}

}  // namespace griot::host
