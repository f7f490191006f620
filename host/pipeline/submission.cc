#include "host/pipeline/submission.h"

#include <algorithm>
#include <new>

#include "griot/session_key.hpp"

namespace {

using griot::host::Arena;

template <class T>
T* New(Arena& arena) {
  void* at = arena.Alloc(sizeof(T));
  return at == nullptr ? nullptr : new (at) T{};
}

bool IsNone(const griot_uuid& id) {
  return std::all_of(std::begin(id.bytes), std::end(id.bytes), [](uint8_t b) { return b == 0; });
}

// Copies texts until memory is spent, which it remembers.
class Copier {
 public:
  explicit Copier(Arena& arena) : arena_(arena) {}
  void operator()(griot_str& to, griot_str from) {
    to = arena_.Copy(from);
    ok_ = ok_ && to.data != nullptr;
  }
  bool ok() const { return ok_; }

 private:
  Arena& arena_;
  bool ok_ = true;
};

}  // namespace

griot_event* griot_submission::CopyEvent(const griot_event& event) {
  auto* copy = New<griot_event>(arena);
  auto* record = New<griot::host::EventRecord>(arena);
  if (copy == nullptr || record == nullptr) return nullptr;
  *copy = event;
  copy->struct_size = sizeof *copy;
  copy->flags = event.flags & ~uint32_t{GRIOT_EVENT_IN_ARENA | GRIOT_EVENT_DERIVED};
  copy->host_record = record;
  if (copy->source.size == 0) copy->source = griot::Str(ctx->stage);
  if ((event.flags & GRIOT_EVENT_IN_ARENA) == 0) {
    Copier copier(arena);
    for (griot_str* text : {&copy->project, &copy->source, &copy->channel, &copy->name,
                            &copy->user_id, &copy->anonymous_id, &copy->properties, &copy->context})
      copier(*text, *text);
    if (!copier.ok()) return nullptr;
  }
  if (copy->key == 0) copy->key = griot::SessionKeyHash(*copy);
  if (origins.empty() && AddOrigin(griot_origin{}) != GRIOT_OK) return nullptr;
  copy->origin = static_cast<uint32_t>(origins.size() - 1);
  return copy;
}

griot_result griot_submission::AddEvent(const griot_event& event) {
  if (event.name.size == 0 || event.project.size == 0 || IsNone(event.id)) return GRIOT_INVALID;
  griot_event* copy = CopyEvent(event);
  if (copy == nullptr) return GRIOT_BUSY;
  events.push_back(copy);
  return GRIOT_OK;
}

griot_result griot_submission::AddSettled(const griot_settled_event& from) {
  if (from.kind != GRIOT_FILTERED && from.kind != GRIOT_DEAD) return GRIOT_INVALID;
  auto* copy = New<griot_settled_event>(arena);
  const griot_event blank{};
  griot_event* event = CopyEvent(from.event == nullptr ? blank : *from.event);
  if (copy == nullptr || event == nullptr) return GRIOT_BUSY;
  *copy = from;
  copy->struct_size = sizeof *copy;
  copy->event = event;
  if (copy->stage.size == 0) copy->stage = griot::Str(ctx->stage);
  Copier copier(arena);
  for (griot_str* text : {&copy->reason, &copy->detail, &copy->stage, &copy->raw})
    copier(*text, *text);
  if (!copier.ok()) return GRIOT_BUSY;
  settled.push_back(copy);
  return GRIOT_OK;
}

griot_result griot_submission::AddFact(const griot_fact& from) {
  if (from.kind.size == 0) return GRIOT_INVALID;
  auto* copy = New<griot_fact>(arena);
  if (copy == nullptr) return GRIOT_BUSY;
  *copy = from;
  copy->struct_size = sizeof *copy;
  Copier copier(arena);
  for (griot_str* text : {&copy->kind, &copy->project, &copy->key, &copy->body})
    copier(*text, *text);
  if (!copier.ok()) return GRIOT_BUSY;
  facts.push_back(copy);
  return GRIOT_OK;
}

griot_result griot_submission::AddOrigin(const griot_origin& from) {
  auto* copy = New<griot_origin>(arena);
  if (copy == nullptr) return GRIOT_BUSY;
  *copy = from;
  copy->struct_size = sizeof *copy;
  copy->stream = arena.Copy(from.stream);
  if (copy->stream.data == nullptr) return GRIOT_BUSY;
  origins.push_back(copy);
  return GRIOT_OK;
}
