#include "host/control/top_rates.h"

#include <algorithm>

#include "griot/json.hpp"

namespace griot::host {
namespace {

std::string Text(json::Value value) {
  json::Scratch scratch;
  return std::string(value.string(scratch).value_or(""));
}

uint64_t Number(json::Value object, std::string_view key) {
  return object.Find(key).uint64().value_or(0);
}

TopSample::Stage ParseStage(json::Value value) {
  TopSample::Stage stage;
  stage.name = Text(value.Find("stage"));
  stage.kind = Text(value.Find("kind"));
  stage.plugin = Text(value.Find("plugin"));
  stage.generation = Number(value, "generation");
  stage.instances = Number(value, "instances");
  stage.queue = value.Find("queue").uint64();
  StageLoad::Counts& c = stage.counts;
  c.batches = Number(value, "batches");
  c.events = Number(value, "events");
  c.filtered = Number(value, "filtered");
  c.dead = Number(value, "dead");
  c.duplicate = Number(value, "duplicate");
  c.failures = Number(value, "failures");
  c.nanos = Number(value, "nanos");
  for (const json::Value pair : value.Find("times").elements()) {
    const uint64_t at = pair.At(0).uint64().value_or(StageLoad::kTimes);
    if (at < StageLoad::kTimes) c.times[at] = pair.At(1).uint64().value_or(0);
  }
  return stage;
}

const TopSample::Stage* Find(const TopSample& sample, const TopSample::Stage& wanted) {
  for (const TopSample::Pipeline& pipeline : sample.pipelines)
    for (const TopSample::Stage& stage : pipeline.stages)
      if (stage.name == wanted.name && stage.kind == wanted.kind) return &stage;
  return nullptr;
}

// What was added since `before`; all of it, when its instances were made anew.
StageLoad::Counts Since(const StageLoad::Counts& before, StageLoad::Counts now) {
  if (now.batches < before.batches || now.events < before.events) return now;
  now.batches -= before.batches;
  now.events -= before.events;
  now.filtered -= std::min(before.filtered, now.filtered);
  now.dead -= std::min(before.dead, now.dead);
  now.duplicate -= std::min(before.duplicate, now.duplicate);
  now.failures -= std::min(before.failures, now.failures);
  now.nanos -= std::min(before.nanos, now.nanos);
  for (size_t i = 0; i < now.times.size(); ++i)
    now.times[i] -= std::min(before.times[i], now.times[i]);
  return now;
}

// The time, in seconds, that so large a share of the calls kept to.
std::optional<double> Quantile(const StageLoad::Counts& counts, double share) {
  uint64_t all = 0;
  for (const uint64_t n : counts.times) all += n;
  if (all == 0) return std::nullopt;
  const auto wanted = static_cast<uint64_t>(share * static_cast<double>(all - 1)) + 1;
  uint64_t below = 0;
  size_t at = 0;
  while (at + 1 < counts.times.size() && (below += counts.times[at]) < wanted) ++at;
  return static_cast<double>(StageLoad::UpTo(at)) / 1e6;
}

TopRates::Stage RatesOf(const TopSample::Stage& now, const StageLoad::Counts& counts,
                        double seconds) {
  const auto rate = [&](uint64_t n) { return static_cast<double>(n) / seconds; };
  TopRates::Stage stage;
  stage.name = now.name;
  stage.kind = now.kind;
  stage.plugin = now.plugin;
  stage.generation = now.generation;
  stage.events = rate(counts.events);
  stage.filtered = rate(counts.filtered);
  stage.dead = rate(counts.dead);
  stage.duplicate = rate(counts.duplicate);
  stage.failures = rate(counts.failures);
  if (now.kind != "source" && now.instances != 0)
    stage.busy = std::min(1.0, rate(counts.nanos) / 1e9 / static_cast<double>(now.instances));
  stage.p50 = Quantile(counts, 0.5);
  stage.p99 = Quantile(counts, 0.99);
  stage.queue = now.queue;
  return stage;
}

}  // namespace

std::optional<TopSample> TopSample::Parse(std::string_view answer) {
  json::Document document;
  if (!document.Parse(answer).ok() || !document.root().Find("pipelines").is_array())
    return std::nullopt;
  const json::Value root = document.root();
  TopSample sample;
  sample.version = Text(root.Find("version"));
  sample.at = root.Find("at").int64().value_or(0);
  sample.ready = root.Find("ready").boolean().value_or(false);
  sample.memory_used = Number(root, "memory_used");
  sample.memory_budget = Number(root, "memory_budget");
  sample.connections = Number(root, "connections");
  for (const json::Value value : root.Find("pipelines").elements()) {
    Pipeline& pipeline = sample.pipelines.emplace_back();
    pipeline.name = Text(value.Find("name"));
    pipeline.lanes = Number(value, "lanes");
    pipeline.waiting = Number(value, "waiting");
    for (const json::Value stage : value.Find("stages").elements())
      pipeline.stages.push_back(ParseStage(stage));
  }
  return sample;
}

TopRates TopRates::Between(const TopSample& before, TopSample now) {
  TopRates rates;
  // A griot that was started anew has run for less than the one before.
  const bool same = now.at > before.at;
  rates.seconds = std::max(1e-3, static_cast<double>(same ? now.at - before.at : now.at) / 1e6);
  for (const TopSample::Pipeline& p : now.pipelines) {
    Pipeline& pipeline = rates.pipelines.emplace_back();
    pipeline.name = p.name;
    pipeline.lanes = p.lanes;
    pipeline.waiting = p.waiting;
    for (const TopSample::Stage& s : p.stages) {
      const TopSample::Stage* known = same ? Find(before, s) : nullptr;
      pipeline.stages.push_back(
          RatesOf(s, known == nullptr ? s.counts : Since(known->counts, s.counts), rates.seconds));
      if (s.kind == "source") pipeline.in += pipeline.stages.back().events;
    }
  }
  rates.now = std::move(now);
  return rates;
}

std::string TopRates::Json() const {
  std::string out;
  json::Writer<std::string> w(out);
  const auto millis = [&](const char* key, const std::optional<double>& seconds_of_it) {
    w.Key(key);
    seconds_of_it ? w.Double(*seconds_of_it * 1e3) : w.Null();
  };
  w.BeginObject().Key("uptime_seconds").Double(static_cast<double>(now.at) / 1e6);
  w.Key("seconds").Double(seconds).Key("ready").Bool(now.ready);
  w.Key("memory_used").Uint(now.memory_used).Key("memory_budget").Uint(now.memory_budget);
  w.Key("connections").Uint(now.connections).Key("pipelines").BeginArray();
  for (const Pipeline& p : pipelines) {
    w.BeginObject().Key("name").String(p.name).Key("lanes").Uint(p.lanes);
    w.Key("waiting").Uint(p.waiting).Key("in_per_second").Double(p.in).Key("stages").BeginArray();
    for (const Stage& s : p.stages) {
      w.BeginObject().Key("stage").String(s.name).Key("kind").String(s.kind);
      w.Key("plugin").String(s.plugin).Key("generation").Uint(s.generation);
      w.Key("events_per_second").Double(s.events).Key("filtered_per_second").Double(s.filtered);
      w.Key("dead_per_second").Double(s.dead).Key("duplicate_per_second").Double(s.duplicate);
      w.Key("failures_per_second").Double(s.failures).Key("busy").Double(s.busy);
      millis("p50_ms", s.p50);
      millis("p99_ms", s.p99);
      w.Key("queue");
      s.queue ? w.Uint(*s.queue) : w.Null();
      w.EndObject();
    }
    w.EndArray().EndObject();
  }
  w.EndArray().EndObject();
  return out;
}

}  // namespace griot::host
