// The host's C table, and the extensions that it offers.
#include "host/loader/catalogue.h"
#include "host/pipeline/host.h"
#include "host/pipeline/http_bridge.h"
#include "host/pipeline/lane.h"
#include "host/pipeline/live_batch.h"
#include "host/pipeline/source_port.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

Host* g_host = nullptr;

const griot_settings* SettingsTable() {
  static constexpr griot_settings kTable{
      sizeof(griot_settings),
      0,
      [] { return TheHost()->settings.version(); },
      [] { return TheHost()->settings.Acquire(); },
      [](const griot_settings_snapshot* s) { Settings::Release(s); },
      [](griot_ctx*, uint64_t version, griot_str json) {
        return TheHost()->settings.Publish(version, View(json)).code;
      }};
  return &kTable;
}

griot_result Lookup(griot_ctx* ctx, const char* query, const griot_str* keys, uint32_t count,
                    griot_lookup_row row, void* user, griot_error* error) {
  if (ctx->lane == nullptr) return GRIOT_UNSUPPORTED;
  return detail::Finish(ctx->lane->Lookup(*ctx->plugin, query, keys, count, row, user), error);
}

const griot_lookup* LookupTable() {
  static constexpr griot_lookup kTable{sizeof(griot_lookup), 0, Lookup};
  return &kTable;
}

const griot_plugin* PluginAt(uint32_t index) {
  const Catalogue& catalogue = *TheHost()->catalogue.load();
  const auto& all = catalogue.installed();
  if (index >= all.size()) return nullptr;
  const auto& [id, installed] = *std::next(all.begin(), index);
  if (installed.statics != nullptr) return &installed.statics->plugin();
  const auto library = catalogue.Find(id);
  return library == nullptr ? nullptr : &library->plugin();
}

const griot_catalogue* CatalogueTable() {
  static constexpr griot_catalogue kTable{
      sizeof(griot_catalogue), 0,
      [] { return static_cast<uint32_t>(TheHost()->catalogue.load()->installed().size()); },
      PluginAt};
  return &kTable;
}

const void* GetExtension(const char* id) {
  const std::string_view name(id);
  if (name == GRIOT_EXT_INTAKE) return IntakeTable();
  if (name == GRIOT_EXT_HTTP) return HttpTable();
  if (name == GRIOT_EXT_SETTINGS) return SettingsTable();
  if (name == GRIOT_EXT_HEARD) return HeardTable();
  if (name == GRIOT_EXT_LOOKUP) return LookupTable();
  if (name == GRIOT_EXT_CATALOGUE) return CatalogueTable();
  return nullptr;
}

griot_metric* MakeMetric(griot_ctx* ctx, int32_t kind, const char* name, const char* help,
                         griot_str label, griot_str value) {
  return ctx->host->metrics.Get(kind, name, help,
                                {{"stage", ctx->stage}, {View(label), View(value)}});
}

void ReportHealth(griot_ctx* ctx, griot_str component, int32_t state, griot_str text) {
  ctx->voice.Report(ctx->host->health, ctx->stage, View(component), state, View(text),
                    ctx->required);
}

}  // namespace

const griot_host* HostTable() {
  static const griot_host kTable{
      sizeof(griot_host),
      GRIOT_ABI_MAJOR,
      GRIOT_ABI_MINOR,
      0,
      GetExtension,
      BatchTable(),
      [](griot_ctx* ctx, int32_t level, griot_str text) { Log(level, ctx->stage, View(text)); },
      MakeMetric,
      [](griot_metric* metric, double value) { metric->Record(value); },
      ReportHealth,
      [](griot_ctx* ctx) -> int32_t { return ctx->stopping.load() ? 1 : 0; }};
  return &kTable;
}

void UseHost(Host* host) { g_host = host; }
Host* TheHost() { return g_host; }

}  // namespace griot::host
