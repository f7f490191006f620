#include "fact_plan.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "clean_text.h"
#include "event_rows.h"
#include "griot/cpp/status.hpp"

namespace griot::postgres {
namespace {

bool SameId(const griot_uuid& a, const griot_uuid& b) {
  return std::memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

bool SameFact(const griot_fact& a, const griot_fact& b) {
  return SameId(a.cause, b.cause) && View(a.kind) == View(b.kind) &&
         View(a.project) == View(b.project) && View(a.key) == View(b.key);
}

// Ended before the sinks, so that the fact ends with it.
bool IsSettled(const griot_batch& batch, const griot_fact& fact) {
  for (const griot_settled_event* s : std::span(batch.settled, batch.settled_count)) {
    if (s->event != nullptr && SameId(s->event->id, fact.cause) &&
        View(s->event->project) == View(fact.project)) {
      return true;
    }
  }
  return false;
}

void PutText(ArrayParam& array, std::string_view text) {
  IsCleanText(text) ? array.Bytes(text) : array.Bytes(CleanText(text, text.size() * 3));
}

}  // namespace

bool FactPlan::Applies(const BatchPlan& plan, uint32_t index) const {
  const griot_fact& fact = *plan.batch().facts[index];
  if (IsNone(fact.cause)) return true;
  const auto copies = plan.Copies(fact.cause, View(fact.project));
  // A cause that is not here went its own way; facts are idempotent, so applying is safe.
  if (copies.empty()) return !IsSettled(plan.batch(), fact);
  const bool fresh = std::any_of(copies.begin(), copies.end(),
                                 [&](uint32_t copy) { return plan.fresh[copy] != 0; });
  return fresh && (copies.size() == 1 || !IsCopy(plan, index));
}

// An event that a batch holds twice brings its facts twice.
bool FactPlan::IsCopy(const BatchPlan& plan, uint32_t index) const {
  const griot_fact& fact = *plan.batch().facts[index];
  const auto before = std::span(plan.batch().facts, index);
  return std::any_of(before.begin(), before.end(),
                     [&](const griot_fact* other) { return SameFact(*other, fact); });
}

void FactPlan::Build(const BatchPlan& plan, DeadLetters* letters) {
  groups_.clear();
  for (size_t kind = 0; kind < catalogue_.facts.size(); ++kind) groups_.push_back({kind, {}});
  for (uint32_t i = 0; i < plan.batch().fact_count; ++i) {
    if (!Applies(plan, i)) continue;
    const griot_fact& fact = *plan.batch().facts[i];
    const auto known =
        std::find_if(catalogue_.facts.begin(), catalogue_.facts.end(),
                     [&](const FactKind& kind) { return kind.kind == View(fact.kind); });
    if (known == catalogue_.facts.end()) {
      letters->AddFact(fact, "postgres_writer", "unknown_fact_kind",
                       "no loaded plugin declares how to apply facts of this kind");
      continue;
    }
    groups_[static_cast<size_t>(known - catalogue_.facts.begin())].facts.push_back(i);
  }
  std::erase_if(groups_, [](const Group& group) { return group.facts.empty(); });
  arrays_.resize(catalogue_.facts.size());
}

Params FactPlan::Arguments(const BatchPlan& plan, const Group& group) {
  Arrays& a = arrays_[group.kind];
  for (ArrayParam* array : {&a.projects, &a.keys, &a.causes, &a.bodies}) array->Clear();
  for (const uint32_t i : group.facts) {
    const griot_fact& fact = *plan.batch().facts[i];
    PutText(a.projects, View(fact.project));
    PutText(a.keys, View(fact.key));
    IsNone(fact.cause) ? a.causes.Null() : a.causes.Uuid(fact.cause);
    fact.body.size == 0 ? a.bodies.Json("null") : a.bodies.Json(View(fact.body));
  }
  return Params().Add(a.projects).Add(a.keys).Add(a.causes).Add(a.bodies);
}

}  // namespace griot::postgres
