#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "plugins/history_import/client/door_client.h"
#include "plugins/history_import/client/journal.h"
#include "plugins/history_import/client/row.h"
#include "plugins/history_import/client/sender_board.h"

namespace griot::history_import {

// Posts rows in the order in which they are offered, in batches, one at a time, from a thread of
// its own, and settles them in the journal. What the door cannot take now is sent again until it
// does, or until it has taken nothing for kPatience; a key with a rate waits as it is told. Offer
// and Flush: one thread.
class Sender {
 public:
  static constexpr size_t kBatchRows = 1000;
  static constexpr size_t kBatchBytes = 900 << 10;  // what nginx lets through
  static constexpr std::chrono::minutes kPatience{10};

  // Both must outlive it.
  Sender(const HttpAddress& address, const std::string& key, Journal& journal, SenderBoard& board);
  // Ends the thread after the request that is under way.
  ~Sender();

  // False: enough waits already.
  bool Offer(const Row& row, uint64_t segment);
  // Sends what waits for a batch to be full.
  void Flush();

 private:
  struct Line {
    size_t end = 0;  // in the batch's text, behind its line end
    uint64_t segment = 0;
    bool mended = false;
  };
  struct Batch {
    std::string text;
    std::vector<Line> lines;
  };

  void Run();
  void Post(std::string_view text, const Line* lines, size_t count, size_t begin);
  // False: the request must be sent again, or cannot be.
  bool Handle(const HttpAnswer& answer, std::string_view text, const Line* lines, size_t count,
              size_t begin);
  void Report(const HttpAnswer& answer, std::string_view text, const Line* lines, size_t count,
              size_t begin);
  void Pause(std::chrono::milliseconds time);

  DoorClient client_;
  Journal& journal_;
  SenderBoard& board_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Batch filling_;            // the offering thread's
  std::deque<Batch> ready_;  // at most kMostReady
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace griot::history_import
