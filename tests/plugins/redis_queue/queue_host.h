// A host made of containers, just enough to drive the queue's source and sink.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/plugin.hpp"

namespace griot::test {

// An event, settled event or fact, with texts of its own.
struct GotEvent {
  griot_event raw{};
  std::string project, source, channel, name, user_id, anonymous_id, properties, context;
  std::string stream;
  uint64_t hi = 0, lo = 0, fence = 0;
};
struct GotSettled {
  GotEvent event;
  int32_t kind = 0;
  std::string reason, detail, stage, raw;
};
struct GotFact {
  std::string kind, project, key, body;
  griot_uuid cause{};
};
struct GotSubmission {
  uint64_t token = 0;
  std::vector<GotEvent> events;
  std::vector<GotSettled> settled;
  std::vector<GotFact> facts;
};

// One instance's identity. Any thread.
struct Ctx {
  std::mutex mutex;
  std::map<std::string, std::pair<int, std::string>> health;
  std::deque<GotSubmission> submissions;
  std::map<std::string, double> metrics;
  bool full = false;           // every open is refused
  uint64_t room = UINT64_MAX;  // bytes that one submission may allocate
  bool count_only = false;     // for benchmarks: events are counted, not kept
  uint64_t counted = 0;

  griot_ctx* raw() { return reinterpret_cast<griot_ctx*>(this); }
  int Health(const std::string& component) {
    const std::lock_guard lock(mutex);
    return health.contains(component) ? health[component].first : GRIOT_HEALTHY;
  }
  std::string HealthText(const std::string& component) {
    const std::lock_guard lock(mutex);
    return health[component].second;
  }
  double Metric(const std::string& name) {
    const std::lock_guard lock(mutex);
    return metrics[name];
  }
};

// Makes the host known to the C++ layer; settings live here, one document for the process.
void InstallHost();
void PublishTestSettings(uint64_t version, std::string_view json);
std::pair<uint64_t, std::string> TestSettings();

}  // namespace griot::test
