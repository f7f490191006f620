#include "host/telemetry/health.h"

#include "griot/abi/host.h"
#include "griot/json.hpp"
#include "griot/time.hpp"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

const char* Name(int32_t state) {
  return state == GRIOT_HEALTHY ? "healthy" : state == GRIOT_DEGRADED ? "degraded" : "down";
}

}  // namespace

void Health::Report(std::string_view stage, std::string_view component, int32_t state,
                    std::string_view text, bool required) {
  std::lock_guard lock(mutex_);
  const auto [it, made] = entries_.try_emplace({std::string(stage), std::string(component)},
                                               Entry{GRIOT_HEALTHY, {}, required, Now()});
  Entry& entry = it->second;
  entry.required = required;
  if (entry.state != state) {
    entry.since = Now();
    std::string line = std::string(component) + " is " + Name(state);
    if (!text.empty()) line.append(": ").append(text);
    Log(state == GRIOT_HEALTHY ? GRIOT_LOG_INFO : GRIOT_LOG_WARN, stage, line);
  }
  entry.state = state;
  entry.text = text;
}

void Health::Forget(std::string_view stage) {
  std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&](const auto& e) { return e.first.first == stage; });
}

void Health::SetStarted(bool started) {
  std::lock_guard lock(mutex_);
  started_ = started;
}

bool Health::ready() const {
  std::lock_guard lock(mutex_);
  if (!started_) return false;
  for (const auto& [key, entry] : entries_)
    if (entry.required && entry.state == GRIOT_DOWN) return false;
  return true;
}

std::string Health::Json() const {
  std::string out =
      ready() ? R"({"status":"ready","components":[)" : R"({"status":"not ready","components":[)";
  std::lock_guard lock(mutex_);
  bool first = true;
  for (const auto& [key, entry] : entries_) {
    if (!first) out += ',';
    first = false;
    out += R"({"stage":)";
    json::AppendString(out, key.first);
    out += R"(,"component":)";
    json::AppendString(out, key.second);
    out.append(R"(,"state":")").append(Name(entry.state)).append(R"(","text":)");
    json::AppendString(out, entry.text);
    out += R"(,"since":)";
    json::AppendString(out, IsoString(entry.since));
    out += '}';
  }
  return out + "]}";
}

}  // namespace griot::host
