#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

namespace griot::history_import {

// What all senders of an import have in common. Thread-safe; outlives them.
class SenderBoard {
 public:
  // Gives up: all senders end, and `why` is told. Of several the first counts.
  void Fail(std::string why);
  bool failed() const { return failed_.load(); }
  std::string why() const;

  // Why nothing is taken just now, for people; empty: something is.
  void SetTrouble(std::string_view why);
  std::string trouble() const;

  // Who the door says that it is, from its first answer on.
  void Learn(std::string_view project, std::string_view source);
  bool Knows(std::string* project, std::string* source) const;

  // Waits for room or an end, at most so long.
  void Wait(std::chrono::milliseconds time);
  void Wake() { changed_.notify_all(); }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> failed_ = false;
  std::string why_, trouble_, project_, source_;
};

}  // namespace griot::history_import
