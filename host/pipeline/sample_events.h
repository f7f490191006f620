// Events to try a plugin with: its own golden ones, or a few that every transform must stand.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "griot/abi.h"
#include "griot/cpp/status.hpp"

namespace griot::host {

// Not thread-safe.
class SampleEvents {
 public:
  // `golden`: NDJSON, as griot_plugin.golden_events, or nullptr.
  Status Read(const char* golden);

  // Alive as long as this.
  const std::vector<griot_event>& events() const { return events_; }
  // GRIOT_VERDICT_NONE: any will do.
  int32_t verdict(size_t index) const { return verdicts_[index]; }
  static std::string NameOf(int32_t verdict);

 private:
  Status ReadLine(std::string_view line);
  griot_str Keep(std::string_view text);

  std::deque<std::string> texts_;
  std::vector<griot_event> events_;
  std::vector<int32_t> verdicts_;
};

}  // namespace griot::host
