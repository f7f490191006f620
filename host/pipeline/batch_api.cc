// The C table over LiveBatch.
#include <algorithm>

#include "griot/json.hpp"
#include "host/pipeline/live_batch.h"

namespace griot::host {
namespace {

void CheckCall() { CallGuard::Within({Entry::kProcess}, "a function of griot_batch_api"); }

LiveBatch& Of(griot_batch* batch) {
  CheckCall();
  return *static_cast<LiveBatch*>(batch->host_record);
}
griot_event* Mutable(const griot_event* event) {
  CheckCall();
  return const_cast<griot_event*>(event);
}

// What a text column takes: UTF-8 without NUL.
bool IsText(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    if (*p == '\0') return false;
    if (static_cast<signed char>(*p) > 0) {
      ++p;
      continue;
    }
    const auto step = json::detail::NextUtf8(p, end);
    if (!step.ok) return false;
    p += step.size;
  }
  return true;
}

void* Alloc(griot_batch* batch, uint64_t size) { return Of(batch).arena().Alloc(size); }

griot_result SetField(griot_batch* batch, const griot_event* event, int32_t field,
                      griot_str value) {
  if (!IsText(View(value))) return GRIOT_INVALID;
  const griot_str copy = Of(batch).arena().Copy(value);
  if (copy.data == nullptr) return GRIOT_BUSY;
  griot_event* e = Mutable(event);
  switch (field) {
    case GRIOT_FIELD_CHANNEL:
      e->channel = copy;
      return GRIOT_OK;
    case GRIOT_FIELD_NAME:
      if (value.size == 0) return GRIOT_INVALID;
      e->name = copy;
      return GRIOT_OK;
    case GRIOT_FIELD_USER_ID:
      e->user_id = copy;
      return GRIOT_OK;
    case GRIOT_FIELD_ANONYMOUS_ID:
      e->anonymous_id = copy;
      return GRIOT_OK;
    default:
      return GRIOT_INVALID;
  }
}

griot_result SetSession(griot_batch*, const griot_event* event, const griot_uuid* id) {
  Mutable(event)->session_id = *id;
  return GRIOT_OK;
}

griot_result SetOccurredAt(griot_batch*, const griot_event* event, griot_time t) {
  Mutable(event)->occurred_at = t;
  return GRIOT_OK;
}

griot_result Patch(griot_batch* batch, const griot_event* event, int32_t root, griot_str path,
                   griot_str json) {
  return Of(batch).Patch(Mutable(event), root, path, &json);
}

griot_result Remove(griot_batch* batch, const griot_event* event, int32_t root, griot_str path) {
  return Of(batch).Patch(Mutable(event), root, path, nullptr);
}

griot_result Get(griot_batch* batch, const griot_event* event, int32_t root, griot_str path,
                 griot_str* json) {
  if (root != GRIOT_ROOT_PROPERTIES && root != GRIOT_ROOT_CONTEXT) return GRIOT_INVALID;
  // Reading what was changed is rare: then the changes are written out first.
  Of(batch).ApplyPatches(Mutable(event), root);
  const griot_str text = root == GRIOT_ROOT_PROPERTIES ? event->properties : event->context;
  const auto found = json::Get(View(text), View(path));
  if (!found) return GRIOT_GONE;
  *json = Str(*found);
  return GRIOT_OK;
}

griot_result AppendEvent(griot_batch* batch, const griot_event* cause, const griot_event* event) {
  return Of(batch).Append(*cause, *event, Of(batch).current_stage);
}

griot_result AppendFact(griot_batch* batch, const griot_fact* fact) {
  return Of(batch).AppendFact(*fact);
}

}  // namespace

const griot_batch_api* BatchTable() {
  static constexpr griot_batch_api kTable{sizeof(griot_batch_api),
                                          0,
                                          Alloc,
                                          SetField,
                                          SetSession,
                                          SetOccurredAt,
                                          Patch,
                                          Remove,
                                          Get,
                                          AppendEvent,
                                          AppendFact};
  return &kTable;
}

}  // namespace griot::host
