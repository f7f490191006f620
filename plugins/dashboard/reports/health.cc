#include "plugins/dashboard/reports/health.h"

#include "plugins/dashboard/sources/doors.h"

namespace griot::dashboard {
namespace {

// What Redis does not tell is unknown: the rest of the answer stands without it.
std::optional<Queued> QueuedNow(const Ask& ask) {
  // About no project: nobody asks, but for what the answer is like.
  if (ask.project.id.empty()) return std::nullopt;
  try {
    return ask.call.doors->Depth();
  } catch (const Problem&) {
    return std::nullopt;
  }
}

Table State(const Ask& ask) {
  Table table = ask.Read("health_state");
  const auto queued = QueuedNow(ask);
  table.columns.push_back({"queued_events", Kind::kInt});
  table.columns.push_back({"queued_bytes", Kind::kInt});
  for (auto& row : table.rows) {
    row.push_back(queued ? CellOf(queued->events) : std::nullopt);
    row.push_back(queued ? CellOf(queued->bytes) : std::nullopt);
  }
  return table;
}

}  // namespace

Report HealthReport() {
  return {"/api/v1/health",
          "How fresh the reports are, what waits, what became of events, and what could not be "
          "stored. The queue and what is not counted yet are of all projects together",
          {ProjectParam()},
          {{"state", Shape::kObject, &State},
           Of("ledger", Shape::kList, "health_ledger"),
           Of("reasons", Shape::kList, "health_reasons"),
           Of("dead_letters", Shape::kList, "health_dead")}};
}

}  // namespace griot::dashboard
