// The fake host itself: log, metrics, health, and the extensions.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "griot/plugin.hpp"
#include "griot/testing/batch.hpp"
#include "griot/testing/http.hpp"
#include "griot/testing/intake.hpp"
#include "griot/testing/settings.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace fake {

struct LogLine {
  int level;
  std::string text;
};

// At most one at a time: it is the host of all plugin code in the process from construction to
// destruction, so it must be built before the stages and outlive them. Its functions may be called
// from any thread.
class Host {
 public:
  Intake intake;
  Http http;
  Settings settings;
  Catalogue catalogue;

  Host() {
    detail::g_host = Table();
    g_self = this;
    Intake::g_intake = &intake;
    Http::g_http = &http;
    Settings::g_settings = &settings;
    Catalogue::g_catalogue = &catalogue;
  }
  ~Host() {
    detail::g_host = nullptr;
    g_self = nullptr;
  }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // What a stage is made from. The texts live as long as the host.
  StageConfig Config(std::string_view stage, std::string_view options = "{}") {
    const std::string_view kept = Keep(stage);
    const size_t slash = kept.find('/');
    StageConfig config;
    config.context = context();
    config.http_workers = 2;
    config.stage = kept;
    config.pipeline = slash == std::string_view::npos ? "" : kept.substr(0, slash);
    config.id = slash == std::string_view::npos ? kept : kept.substr(slash + 1);
    config.options = Keep(options);
    config.instance_id = "01890a5d-ac96-774b-bcce-b302099a8057";
    return config;
  }
  Context context() { return Context(reinterpret_cast<griot_ctx*>(this)); }

  std::vector<LogLine> logs() const {
    const std::lock_guard lock(mutex_);
    return logs_;
  }
  // The metric's value, 0 when there is none: Count("errors", "code", "7").
  double Count(const std::string& name, const std::string& label = {},
               const std::string& value = {}) const {
    const std::lock_guard lock(mutex_);
    const auto found = metrics_.find(name + "{" + label + "=" + value + "}");
    return found == metrics_.end() ? 0 : found->second->value;
  }
  int32_t health(const std::string& component) const {
    const std::lock_guard lock(mutex_);
    const auto found = health_.find(component);
    return found == health_.end() ? GRIOT_HEALTHY : found->second;
  }
  void set_stopping(bool stopping) { stopping_ = stopping; }

  // What a strict host would complain of; empty when there is nothing.
  std::string Violations() const { return intake.violations(); }

  static const griot_host* Table() {
    static const griot_host table{sizeof(griot_host),
                                  GRIOT_ABI_MAJOR,
                                  GRIOT_ABI_MINOR,
                                  0,
                                  &GetExtension,
                                  BatchOf::Api(),
                                  &Log,
                                  &GetMetric,
                                  &Record,
                                  &SetHealth,
                                  [](griot_ctx*) { return g_self->stopping_ ? 1 : 0; }};
    return &table;
  }

 private:
  struct Measure {
    std::mutex mutex;
    int32_t kind = GRIOT_COUNTER;
    double value = 0;
  };

  static const void* GetExtension(const char* id) {
    const std::string_view wanted = id;
    if (wanted == GRIOT_EXT_INTAKE) return Intake::Table();
    if (wanted == GRIOT_EXT_HTTP) return Http::Table();
    if (wanted == GRIOT_EXT_SETTINGS) return Settings::Table();
    if (wanted == GRIOT_EXT_CATALOGUE) return Catalogue::Table();
    return nullptr;
  }

  static void Log(griot_ctx*, int32_t level, griot_str text) {
    const std::lock_guard lock(g_self->mutex_);
    g_self->logs_.push_back({level, std::string(View(text))});
  }
  static griot_metric* GetMetric(griot_ctx*, int32_t kind, const char* name, const char*,
                                 griot_str label, griot_str value) {
    const std::lock_guard lock(g_self->mutex_);
    auto& slot = g_self->metrics_[std::string(name) + "{" + std::string(View(label)) + "=" +
                                  std::string(View(value)) + "}"];
    if (slot == nullptr) slot = std::make_unique<Measure>();
    slot->kind = kind;
    return reinterpret_cast<griot_metric*>(slot.get());
  }
  static void Record(griot_metric* metric, double value) {
    auto* measure = reinterpret_cast<Measure*>(metric);
    const std::lock_guard lock(measure->mutex);
    measure->value = measure->kind == GRIOT_COUNTER ? measure->value + value : value;
  }
  static void SetHealth(griot_ctx*, griot_str component, int32_t state, griot_str) {
    const std::lock_guard lock(g_self->mutex_);
    g_self->health_[std::string(View(component))] = state;
  }

  std::string_view Keep(std::string_view text) {
    texts_.push_back(std::make_unique<std::string>(text));
    return *texts_.back();
  }

  inline static Host* g_self = nullptr;

  mutable std::mutex mutex_;
  std::vector<LogLine> logs_;
  std::map<std::string, std::unique_ptr<Measure>> metrics_;
  std::map<std::string, int32_t> health_;
  std::vector<std::unique_ptr<std::string>> texts_;
  bool stopping_ = false;
};

}  // namespace fake
}  // namespace sdk_v1
}  // namespace griot
