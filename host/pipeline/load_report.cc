#include "host/pipeline/load_report.h"

#include <optional>

#include "host/pipeline/listing.h"

namespace griot::host {
namespace {

struct Row {
  Stage* stage;
  uint64_t instances = 0;
  std::optional<uint64_t> queue;
  StageLoad::Counts counts;
};

Row& RowOf(std::vector<Row>* rows, Stage* stage) {
  for (Row& row : *rows)
    if (row.stage->kind() == stage->kind() && row.stage->name() == stage->name()) return row;
  rows->push_back({stage, 0, std::nullopt, {}});
  return rows->back();
}

void Write(json::Writer<std::string>& w, Metrics& metrics, const Row& row) {
  const StageLoad::Counts& c = row.counts;
  w.BeginObject().Key("stage").String(row.stage->name()).Key("kind");
  w.String(KindName(row.stage->kind())).Key("plugin").String(row.stage->Current()->plugin().id);
  w.Key("generation").Uint(row.stage->Current()->library().generation());
  w.Key("instances").Uint(row.instances).Key("batches").Uint(c.batches);
  w.Key("events").Uint(c.events).Key("filtered").Uint(c.filtered).Key("dead").Uint(c.dead);
  w.Key("duplicate").Uint(c.duplicate).Key("failures").Uint(c.failures);
  w.Key("nanos").Uint(c.nanos);
  // What a queue says of its depth goes before what is under way here.
  std::optional<double> depth = metrics.Find("queue_depth_events", {{"stage", row.stage->name()}});
  if (depth || row.queue)
    w.Key("queue").Uint(depth ? static_cast<uint64_t>(*depth) : row.queue.value_or(0));
  w.Key("times").BeginArray();
  for (size_t i = 0; i < StageLoad::kTimes; ++i)
    if (c.times[i] != 0) w.BeginArray().Uint(i).Uint(c.times[i]).EndArray();
  w.EndArray().EndObject();
}

}  // namespace

void WriteLoads(json::Writer<std::string>& w, Metrics& metrics,
                const std::vector<std::unique_ptr<Pipeline>>& pipelines) {
  w.BeginArray();
  for (const auto& pipeline : pipelines) {
    std::vector<Row> rows;
    for (const SourcePort* port : pipeline->ports()) {
      if (port->source() == nullptr) continue;
      Row& row = RowOf(&rows, port->source());
      ++row.instances;
      row.queue = row.queue.value_or(0) + port->in_flight();
      for (const auto& load : port->loads()) load.ReadInto(&row.counts);
    }
    size_t waiting = 0;
    for (const auto& lane : pipeline->lanes()) {
      waiting += lane->waiting();
      for (const auto* list : {&lane->transforms(), &lane->sinks()})
        for (const auto& stage : *list) {
          Row& row = RowOf(&rows, stage.get());
          ++row.instances;
          stage->load().ReadInto(&row.counts);
        }
    }
    w.BeginObject().Key("name").String(pipeline->name());
    w.Key("lanes").Uint(pipeline->lanes().size()).Key("waiting").Uint(waiting);
    w.Key("stages").BeginArray();
    for (const Row& row : rows) Write(w, metrics, row);
    w.EndArray().EndObject();
  }
  w.EndArray();
}

}  // namespace griot::host
