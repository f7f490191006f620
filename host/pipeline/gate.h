// Holds lanes still between two batches, while what they are made of is exchanged.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

namespace griot::host {

class Lane;

// For the control thread. Lanes must be running. Opens when it is destroyed.
class Gate {
 public:
  explicit Gate(std::vector<Lane*> lanes) : lanes_(std::move(lanes)) {}
  Gate(const Gate&) = delete;
  ~Gate() { Open(); }

  // Waits until every lane stands at a batch edge. Then no call of any stage of theirs runs, and
  // what arrives waits. nullptr: all do; else one that does not, and all go on.
  Lane* Close(std::chrono::steady_clock::time_point deadline);
  void Open();

 private:
  struct State;
  const std::vector<Lane*> lanes_;
  std::shared_ptr<State> state_;  // shared with tasks that lanes have not come to yet
};

}  // namespace griot::host
