// A deep copy of a batch, for a stage that may do anything with it.
#include <new>

#include "host/pipeline/live_batch.h"

namespace griot::host {
namespace {

template <class T>
T* New(Arena& arena, const T& value) {
  return new (arena.MustAlloc(sizeof(T))) T(value);
}

}  // namespace

PatchNode* LiveBatch::CopyPatches(const PatchNode* node) {
  PatchNode* first = nullptr;
  for (PatchNode** to = &first; node != nullptr; node = node->next, to = &(*to)->next) {
    // No text means that the member was removed; an empty one would be another thing.
    const griot_str json = node->json.data == nullptr ? griot_str{} : arena_.MustCopy(node->json);
    *to = New(arena_, PatchNode{nullptr, arena_.MustCopy(node->path), json});
  }
  return first;
}

griot_event* LiveBatch::CopyEvent(const griot_event& event) {
  griot_event* copy = New(arena_, event);
  for (griot_str* text : {&copy->project, &copy->source, &copy->channel, &copy->name,
                          &copy->user_id, &copy->anonymous_id, &copy->properties, &copy->context})
    *text = arena_.MustCopy(*text);
  EventRecord record;
  if (const auto* from = static_cast<const EventRecord*>(event.host_record)) {
    for (int root = 0; root < 2; ++root) record.patches[root] = CopyPatches(from->patches[root]);
  }
  copy->host_record = New(arena_, record);
  if (record.patches[0] != nullptr || record.patches[1] != nullptr) patched_.push_back(copy);
  return copy;
}

void LiveBatch::CopyFrom(const LiveBatch& other) {
  Clear();
  for (const griot_event* event : other.events_) events_.push_back(CopyEvent(*event));
  for (const griot_settled_event* from : other.settled_) {
    griot_settled_event* to = New(arena_, *from);
    to->event = CopyEvent(*from->event);
    for (griot_str* text : {&to->reason, &to->detail, &to->stage, &to->raw})
      *text = arena_.MustCopy(*text);
    settled_.push_back(to);
  }
  for (const griot_fact* from : other.facts_) {
    griot_fact* to = New(arena_, *from);
    for (griot_str* text : {&to->kind, &to->project, &to->key, &to->body})
      *text = arena_.MustCopy(*text);
    facts_.push_back(to);
  }
  for (const griot_origin* from : other.origins_) {
    griot_origin* to = New(arena_, *from);
    to->stream = arena_.MustCopy(to->stream);
    origins_.push_back(to);
  }
  current_stage = other.current_stage;
}

}  // namespace griot::host
