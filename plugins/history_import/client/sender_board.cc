#include "plugins/history_import/client/sender_board.h"

#include <utility>

namespace griot::history_import {

void SenderBoard::Fail(std::string why) {
  {
    const std::lock_guard lock(mutex_);
    if (!failed_) why_ = std::move(why);
    failed_ = true;
  }
  Wake();
}

std::string SenderBoard::why() const {
  const std::lock_guard lock(mutex_);
  return why_;
}

void SenderBoard::SetTrouble(std::string_view why) {
  const std::lock_guard lock(mutex_);
  trouble_ = why;
}

std::string SenderBoard::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void SenderBoard::Learn(std::string_view project, std::string_view source) {
  const std::lock_guard lock(mutex_);
  if (!source_.empty()) return;
  project_ = project;
  source_ = source;
}

bool SenderBoard::Knows(std::string* project, std::string* source) const {
  const std::lock_guard lock(mutex_);
  *project = project_;
  *source = source_;
  return !source_.empty();
}

void SenderBoard::Wait(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, time);
}

}  // namespace griot::history_import
