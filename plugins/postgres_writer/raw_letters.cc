#include "raw_letters.h"

#include <algorithm>

#include "event_rows.h"
#include "griot/cpp/status.hpp"
#include "result.h"

namespace griot::postgres {
namespace {

std::string KeyOf(const griot_event& e) {
  std::string key(reinterpret_cast<const char*>(e.id.bytes), sizeof e.id.bytes);
  return key.append(DeadLetters::ProjectOf(e));
}

}  // namespace

bool RawLetters::Is(const griot_settled_event& settled) {
  const griot_event* const e = settled.event;
  return settled.kind == GRIOT_DEAD && e != nullptr && DeadLetters::IsRaw(*e, View(settled.raw)) &&
         !IsNone(e->id);
}

void RawLetters::Clear() {
  added_.clear();
  letters_.Clear();
  fresh_.clear();
}

PgError RawLetters::Store(Connection& connection, Deadline deadline) {
  if (added_.empty()) return {};
  // In one order, so that two writers with the same letters wait for each other and never deadlock.
  std::ranges::stable_sort(added_, {},
                           [](const griot_settled_event* s) { return KeyOf(*s->event); });
  for (const griot_settled_event* s : added_) {
    letters_.AddEvent(*s->event, View(s->stage), View(s->reason), View(s->detail), View(s->raw));
  }
  Result result;
  PgError error = connection.Exec(DeadLetters::kSql, letters_.Rows(), deadline, &result);
  if (!error.ok()) return error;
  for (int row = 0; row < result.rows(); ++row) {
    fresh_.insert(std::string(result.text(row, 0)).append(result.text(row, 1)));
  }
  return {};
}

bool RawLetters::Take(const griot_settled_event& settled) {
  return fresh_.erase(KeyOf(*settled.event)) != 0;
}

}  // namespace griot::postgres
