#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "client/board.h"
#include "client/door_client.h"
#include "history/history.h"
#include "wire/capture_body.h"
#include "wire/meta_body.h"

namespace griot::demo {

// Tells one part of a history to the doors, in its order, in bodies as large as they take, from a
// thread of its own. What a door cannot take now is sent again until it does, or until it has taken
// nothing for ten minutes.
class Sender {
 public:
  // All must outlive it.
  Sender(const History& history, const Doors& doors, std::vector<Happening> part, Board& board);
  // Waits until all is told, or the board says that something failed.
  ~Sender();

 private:
  void Run();
  void Tell(const Happening& happening);
  void FlushMeta();
  void FlushCapture();
  void TellRepetitions();
  bool Post(bool meta, const std::string& body);
  // What it says against the body, if it took less than all.
  static std::string Complaint(const HttpAnswer& answer);

  const History& history_;
  const Doors& doors_;
  const std::vector<Happening> part_;
  Board& board_;
  DoorClient client_;
  std::optional<MetaBody> meta_;
  std::optional<CaptureBody> capture_;
  std::unordered_set<uint64_t> in_meta_, in_capture_;
  std::vector<Happening> repeated_;  // of what is in a body already: they come in another
  std::thread thread_;
};

}  // namespace griot::demo
