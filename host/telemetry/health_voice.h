// Whether what an instance says of its health counts: two instances of one stage may run for a
// moment, and speak in its name.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "host/telemetry/health.h"

namespace griot::host {

// Thread-safe. An instance speaks from the beginning, unless it is held.
class HealthVoice {
 public:
  // Its words wait: it is not at work yet, or stands by.
  void Hold() {
    std::lock_guard lock(mutex_);
    mode_ = Mode::kHeld;
  }
  // It has come to work: what it said last counts, and what it says.
  void Speak(Health& health, std::string_view stage, bool required) {
    std::lock_guard lock(mutex_);
    mode_ = Mode::kSpeaks;
    for (const auto& [component, word] : last_)
      health.Report(stage, component, word.first, word.second, required);
  }
  // Another has taken its place.
  void Silence() {
    std::lock_guard lock(mutex_);
    mode_ = Mode::kSilent;
  }
  bool speaks() const {
    std::lock_guard lock(mutex_);
    return mode_ == Mode::kSpeaks;
  }

  void Report(Health& health, std::string_view stage, std::string_view component, int32_t state,
              std::string_view text, bool required) {
    std::lock_guard lock(mutex_);
    if (mode_ == Mode::kSpeaks) health.Report(stage, component, state, text, required);
    if (mode_ != Mode::kSilent) last_[std::string(component)] = {state, std::string(text)};
  }

 private:
  enum class Mode { kHeld, kSpeaks, kSilent };
  mutable std::mutex mutex_;
  Mode mode_ = Mode::kSpeaks;
  std::map<std::string, std::pair<int32_t, std::string>> last_;
};

}  // namespace griot::host
