// The host as a stage sees it: log, metrics, health, lookups.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "griot/abi.h"
#include "griot/cpp/status.hpp"

namespace griot {
inline namespace sdk_v1 {

namespace detail {
// Set once by griot_plugin_entry, before anything else of the plugin runs.
inline const griot_host* g_host = nullptr;

template <class Table>
const Table* HostExtension(const char* id) {
  return static_cast<const Table*>(g_host->get_extension(id));
}
}  // namespace detail

// A counter, gauge or histogram of this stage. Cheap to copy. Thread-safe.
class Metric {
 public:
  Metric() = default;
  explicit Metric(griot_metric* metric) : metric_(metric) {}
  void Add(double n = 1) const { Record(n); }
  void Set(double value) const { Record(value); }
  void Observe(double seconds) const { Record(seconds); }

 private:
  void Record(double value) const {
    if (metric_ != nullptr) detail::g_host->record(metric_, value);
  }
  griot_metric* metric_ = nullptr;
};

// A stage's identity at the host. Cheap to copy; valid as long as the stage. Thread-safe, except
// Lookup, which is for the lane's thread.
class Context {
 public:
  Context() = default;
  explicit Context(griot_ctx* ctx) : ctx_(ctx) {}
  griot_ctx* raw() const { return ctx_; }

  void Debug(std::string_view text) const { Log(GRIOT_LOG_DEBUG, text); }
  void Info(std::string_view text) const { Log(GRIOT_LOG_INFO, text); }
  void Warn(std::string_view text) const { Log(GRIOT_LOG_WARN, text); }
  void Error(std::string_view text) const { Log(GRIOT_LOG_ERROR, text); }
  void Log(int level, std::string_view text) const { detail::g_host->log(ctx_, level, Str(text)); }

  Metric Counter(const char* name, const char* help, std::string_view label = {},
                 std::string_view value = {}) const {
    return Make(GRIOT_COUNTER, name, help, label, value);
  }
  Metric Gauge(const char* name, const char* help, std::string_view label = {},
               std::string_view value = {}) const {
    return Make(GRIOT_GAUGE, name, help, label, value);
  }
  Metric Histogram(const char* name, const char* help) const {
    return Make(GRIOT_HISTOGRAM_SECONDS, name, help, {}, {});
  }

  // `state`: GRIOT_HEALTHY, GRIOT_DEGRADED or GRIOT_DOWN.
  void Health(std::string_view component, int state, std::string_view text = {}) const {
    detail::g_host->health(ctx_, Str(component), state, Str(text));
  }
  bool stopping() const { return detail::g_host->stopping(ctx_) != 0; }

  // Reads state back from the pipeline's store, all keys in one round trip. `take(index, reply)`.
  using LookupRow = std::function<void(uint32_t, std::string_view)>;
  Status Lookup(const char* query, std::span<const griot_str> keys, const LookupRow& take) const {
    const auto* table = detail::HostExtension<griot_lookup>(GRIOT_EXT_LOOKUP);
    if (table == nullptr) return Status::Unsupported("this host has no griot.lookup/1");
    const auto row = [](void* user, uint32_t index, griot_str reply) {
      (*static_cast<const LookupRow*>(user))(index, View(reply));
    };
    return detail::Ask([&](griot_error* error) {
      return table->lookup(ctx_, query, keys.data(), static_cast<uint32_t>(keys.size()), row,
                           const_cast<LookupRow*>(&take), error);
    });
  }

 private:
  Metric Make(int kind, const char* name, const char* help, std::string_view label,
              std::string_view value) const {
    return Metric(detail::g_host->metric(ctx_, kind, name, help, Str(label), Str(value)));
  }
  griot_ctx* ctx_ = nullptr;
};

// What a stage is made from; borrowed for the constructor.
struct StageConfig {
  Context context;
  uint32_t lane = 0;
  uint32_t lanes = 1;
  uint32_t http_workers = 0;
  std::string_view stage;  // "pipeline/id"
  std::string_view pipeline;
  std::string_view id;
  std::string_view options;  // JSON object, checked against the schema
  std::string_view data_dir;
  std::string_view instance_id;
};

}  // namespace sdk_v1
}  // namespace griot
