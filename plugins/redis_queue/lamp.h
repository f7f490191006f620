// The health of one thing that a stage depends on, said only when it changes.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "griot/cpp/host.hpp"

namespace griot::redis_queue {

// One thread at a time. `component` is a static.
class Lamp {
 public:
  Lamp(const Context& context, const char* component) : context_(context), component_(component) {}

  void Healthy() { Set(GRIOT_HEALTHY, {}); }
  void Degraded(std::string_view text) { Set(GRIOT_DEGRADED, text); }
  void Down(std::string_view text) { Set(GRIOT_DOWN, text); }
  bool healthy() const { return state_ == GRIOT_HEALTHY; }

 private:
  void Set(int state, std::string_view text) {
    if (state == state_ && text == text_) return;
    if (state != state_) {
      const std::string line = std::string(component_) + ": " + std::string(text);
      if (state != GRIOT_HEALTHY) context_.Warn(line);
      if (state == GRIOT_HEALTHY && state_ != kUnknown) context_.Info(line + "healthy again");
    }
    state_ = state;
    text_ = text;
    context_.Health(component_, state, text);
  }

  static constexpr int kUnknown = -1;
  Context context_;
  const char* component_;
  int state_ = kUnknown;
  std::string text_;
};

}  // namespace griot::redis_queue
