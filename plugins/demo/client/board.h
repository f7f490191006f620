#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

namespace griot::demo {

// What the senders tell each other and who watches them. Any thread.
class Board {
 public:
  std::atomic<uint64_t> taken = 0;   // by the doors
  std::atomic<bool> paused = false;  // the store is behind
  std::atomic<int> running = 0;

  bool failed() const { return failed_; }
  std::string why() const {
    const std::lock_guard lock(mutex_);
    return why_;
  }
  // The first that fails says why; all end.
  void Fail(const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (!failed_) why_ = why;
    failed_ = true;
  }
  // What is sent again, for a person to read; empty: nothing is.
  void SetTrouble(const std::string& trouble) {
    const std::lock_guard lock(mutex_);
    trouble_ = trouble;
  }
  std::string trouble() const {
    const std::lock_guard lock(mutex_);
    return trouble_;
  }

 private:
  mutable std::mutex mutex_;
  std::atomic<bool> failed_ = false;
  std::string why_, trouble_;
};

}  // namespace griot::demo
