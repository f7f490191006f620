#include "host/telemetry/metrics.h"

#include <charconv>

void griot_metric::Record(double v) {
  if (kind == GRIOT_GAUGE) {
    value.store(v, std::memory_order_relaxed);
    return;
  }
  value.fetch_add(v, std::memory_order_relaxed);
  if (kind != GRIOT_HISTOGRAM_SECONDS) return;
  size_t bucket = 0;
  while (bucket < kBounds.size() && v > kBounds[bucket]) ++bucket;
  buckets[bucket].fetch_add(1, std::memory_order_relaxed);
  count.fetch_add(1, std::memory_order_relaxed);
}

namespace griot::host {
namespace {

bool IsName(std::string_view name) {
  if (name.empty()) return false;
  for (const char c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  return name[0] >= 'a';
}

std::string RenderLabels(const Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (name.empty()) continue;
    if (!out.empty()) out += ',';
    out.append(name).append("=\"");
    for (const char c : value) {
      if (c == '\\' || c == '"') out += '\\';
      if (c == '\n') {
        out += "\\n";
        continue;
      }
      out += c;
    }
    out += '"';
  }
  return out;
}

std::string Number(double v) {
  char text[400];  // the longest double without an exponent
  const auto end = std::to_chars(text, text + sizeof text, v, std::chars_format::fixed).ptr;
  return {text, end};
}

void Line(std::string& out, std::string_view name, std::string_view labels, std::string_view extra,
          std::string_view value) {
  out.append(name);
  if (!labels.empty() || !extra.empty()) {
    out.append("{").append(labels);
    if (!labels.empty() && !extra.empty()) out += ',';
    out.append(extra).append("}");
  }
  out.append(" ").append(value).append("\n");
}

void RenderHistogram(std::string& out, const std::string& name, const griot_metric& m) {
  uint64_t below = 0;
  for (size_t i = 0; i < m.kBounds.size(); ++i) {
    below += m.buckets[i].load(std::memory_order_relaxed);
    Line(out, name + "_bucket", m.labels, "le=\"" + Number(m.kBounds[i]) + "\"",
         std::to_string(below));
  }
  below += m.buckets[m.kBounds.size()].load(std::memory_order_relaxed);
  Line(out, name + "_bucket", m.labels, "le=\"+Inf\"", std::to_string(below));
  Line(out, name + "_sum", m.labels, {}, Number(m.value.load(std::memory_order_relaxed)));
  Line(out, name + "_count", m.labels, {}, std::to_string(below));
}

}  // namespace

griot_metric* Metrics::Get(int32_t kind, std::string_view name, std::string_view help,
                           const Labels& labels) {
  if (!IsName(name) || kind < GRIOT_COUNTER || kind > GRIOT_HISTOGRAM_SECONDS) return nullptr;
  const std::string rendered = RenderLabels(labels);
  std::lock_guard lock(mutex_);
  const auto [family, made] =
      families_.try_emplace("griot_" + std::string(name), Family{kind, std::string(help), {}});
  if (family->second.kind != kind) return nullptr;
  auto& series = family->second.series[rendered];
  if (series == nullptr) {
    series = std::make_unique<griot_metric>(kind);
    series->labels = rendered;
    size_.fetch_add(1, std::memory_order_relaxed);
  }
  return series.get();
}

std::optional<double> Metrics::Find(std::string_view name, const Labels& labels) const {
  std::lock_guard lock(mutex_);
  const auto family = families_.find("griot_" + std::string(name));
  if (family == families_.end()) return std::nullopt;
  const auto series = family->second.series.find(RenderLabels(labels));
  if (series == family->second.series.end()) return std::nullopt;
  return series->second->value.load(std::memory_order_relaxed);
}

std::string Metrics::Render() const {
  static constexpr const char* kTypes[] = {"", "counter", "gauge", "histogram"};
  std::string out;
  std::lock_guard lock(mutex_);
  for (const auto& [name, family] : families_) {
    out.append("# HELP ").append(name).append(" ").append(family.help).append("\n");
    out.append("# TYPE ").append(name).append(" ").append(kTypes[family.kind]).append("\n");
    for (const auto& [labels, metric] : family.series) {
      if (family.kind == GRIOT_HISTOGRAM_SECONDS) {
        RenderHistogram(out, name, *metric);
      } else {
        Line(out, name, labels, {}, Number(metric->value.load(std::memory_order_relaxed)));
      }
    }
  }
  return out;
}

}  // namespace griot::host
