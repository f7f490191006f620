#include "host/pipeline/live_batch.h"

#include <algorithm>
#include <array>
#include <new>

#include "griot/json.hpp"
#include "griot/session_key.hpp"

namespace griot::host {
namespace {

template <class T>
T* New(Arena& arena) {
  void* at = arena.Alloc(sizeof(T));
  return at == nullptr ? nullptr : new (at) T{};
}

griot_str& Text(griot_event* event, int32_t root) {
  return root == GRIOT_ROOT_PROPERTIES ? event->properties : event->context;
}

}  // namespace

bool LiveBatch::IsJsonb(griot_str text) {
  return document_.Parse(griot::View(text)).ok() && document_.root().jsonb_ok();
}

void LiveBatch::Add(griot_submission& submission) {
  const auto base = static_cast<uint32_t>(origins_.size());
  origins_.insert(origins_.end(), submission.origins.begin(), submission.origins.end());
  for (griot_event* event : submission.events) event->origin += base;
  for (griot_settled_event* s : submission.settled)
    const_cast<griot_event*>(s->event)->origin += base;
  events_.insert(events_.end(), submission.events.begin(), submission.events.end());
  settled_.insert(settled_.end(), submission.settled.begin(), submission.settled.end());
  facts_.insert(facts_.end(), submission.facts.begin(), submission.facts.end());
}

void LiveBatch::Clear() {
  events_.clear();
  verdicts_.clear();
  facts_.clear();
  settled_.clear();
  origins_.clear();
  appended_.clear();
  patched_.clear();
  journal_.clear();
  arena_.Reset();
}

griot_batch* LiveBatch::View(uint32_t from, uint32_t count) {
  verdicts_.resize(events_.size());
  view_ = {sizeof(griot_batch),
           count,
           events_.data() + from,
           verdicts_.data() + from,
           facts_.data(),
           settled_.data(),
           origins_.data(),
           static_cast<uint32_t>(facts_.size()),
           static_cast<uint32_t>(settled_.size()),
           static_cast<uint32_t>(origins_.size()),
           0,
           this};
  return &view_;
}

void LiveBatch::ResetVerdicts() {
  verdicts_.assign(events_.size(), griot_verdict{GRIOT_VERDICT_NONE, 0, {}, {}});
}

void LiveBatch::Settle(griot_event* event, int32_t kind, griot_str reason, griot_str detail,
                       griot_str stage) {
  // An event must be able to end, whatever the budget says.
  auto* settled = new (arena_.MustAlloc(sizeof(griot_settled_event))) griot_settled_event;
  *settled = {sizeof *settled,        kind, event, arena_.MustCopy(reason), arena_.MustCopy(detail),
              arena_.MustCopy(stage), {}};
  settled_.push_back(settled);
}

void LiveBatch::ApplyVerdicts(griot_str stage) {
  size_t kept = 0;
  for (size_t i = 0; i < events_.size(); ++i) {
    const griot_verdict& verdict = verdicts_[i];
    if (verdict.kind == GRIOT_PASS) {
      events_[kept++] = events_[i];
      continue;
    }
    if (verdict.kind == GRIOT_FILTERED || verdict.kind == GRIOT_DEAD) {
      Settle(events_[i], verdict.kind, verdict.reason, verdict.detail, stage);
    } else {
      Settle(events_[i], GRIOT_DEAD, Str("no_verdict"),
             Str("the stage returned without a verdict for this event: a fault of its plugin"),
             stage);
    }
  }
  events_.resize(kept);
  events_.insert(events_.end(), appended_.begin(), appended_.end());
  appended_.clear();
  journal_.clear();
}

void LiveBatch::SettleDead(const std::vector<griot_outcome>& outcomes, griot_str stage) {
  size_t kept = 0;
  for (size_t i = 0; i < events_.size(); ++i) {
    if (outcomes[i].kind != GRIOT_OUTCOME_DEAD) {
      events_[kept++] = events_[i];
      continue;
    }
    Settle(events_[i], GRIOT_DEAD, outcomes[i].reason, outcomes[i].detail, stage);
  }
  events_.resize(kept);
}

griot_result LiveBatch::Patch(griot_event* event, int32_t root, griot_str path,
                              const griot_str* json) {
  if (root != GRIOT_ROOT_PROPERTIES && root != GRIOT_ROOT_CONTEXT) return GRIOT_INVALID;
  if (path.size == 0 || path.data[0] != '/') return GRIOT_INVALID;
  if (json != nullptr && !IsJsonb(*json)) return GRIOT_INVALID;
  auto* node = New<PatchNode>(arena_);
  if (node == nullptr) return GRIOT_BUSY;
  auto* record = static_cast<EventRecord*>(event->host_record);
  PatchNode*& head = record->patches[root - 1];
  if (record->patches[0] == nullptr && record->patches[1] == nullptr) patched_.push_back(event);
  *node = {head, arena_.Copy(path), json == nullptr ? griot_str{} : arena_.Copy(*json)};
  if (node->path.data == nullptr || (json != nullptr && node->json.data == nullptr))
    return GRIOT_BUSY;
  journal_.push_back({&head, head});
  head = node;
  return GRIOT_OK;
}

void LiveBatch::ApplyPatches(griot_event* event, int32_t root) {
  PatchNode*& head = static_cast<EventRecord*>(event->host_record)->patches[root - 1];
  if (head == nullptr) return;
  patch_list_.clear();
  for (const PatchNode* node = head; node != nullptr; node = node->next) {
    patch_list_.push_back({griot::View(node->path), std::nullopt});
    if (node->json.data != nullptr) patch_list_.back().json = griot::View(node->json);
  }
  std::reverse(patch_list_.begin(), patch_list_.end());
  scratch_.clear();
  griot_str& text = Text(event, root);
  // False only for a text that is no object; the door lets none in, so the text is empty then.
  if (!json::ApplyPatches(griot::View(text), patch_list_, scratch_)) return;
  text = arena_.MustCopy(Str(scratch_));
  head = nullptr;
}

void LiveBatch::ApplyPatches() {
  for (griot_event* event : patched_) {
    ApplyPatches(event, GRIOT_ROOT_PROPERTIES);
    ApplyPatches(event, GRIOT_ROOT_CONTEXT);
  }
  patched_.clear();
}

void LiveBatch::RollBack(const Mark& mark) {
  while (journal_.size() > mark.journal) {
    *journal_.back().head = journal_.back().before;
    journal_.pop_back();
  }
  facts_.resize(mark.facts);
  appended_.resize(mark.appended);
}

griot_result LiveBatch::Append(const griot_event& cause, const griot_event& event,
                               griot_str stage) {
  if (event.name.size == 0 || event.project.size == 0) return GRIOT_INVALID;
  if (std::all_of(std::begin(event.id.bytes), std::end(event.id.bytes),
                  [](uint8_t b) { return b == 0; }))
    return GRIOT_INVALID;
  auto* copy = New<griot_event>(arena_);
  auto* record = New<EventRecord>(arena_);
  if (copy == nullptr || record == nullptr) return GRIOT_BUSY;
  *copy = event;
  copy->struct_size = sizeof *copy;
  copy->host_record = record;
  copy->source = stage;
  copy->origin = cause.origin;
  copy->flags = (event.flags & GRIOT_EVENT_DEVICE) | GRIOT_EVENT_DERIVED;
  for (griot_str* text : {&copy->project, &copy->source, &copy->channel, &copy->name,
                          &copy->user_id, &copy->anonymous_id, &copy->properties, &copy->context}) {
    *text = arena_.Copy(*text);
    if (text->data == nullptr) return GRIOT_BUSY;
  }
  copy->key = SessionKeyHash(*copy);
  appended_.push_back(copy);
  return GRIOT_OK;
}

griot_result LiveBatch::AppendFact(const griot_fact& fact) {
  if (fact.kind.size == 0 || !IsJsonb(fact.body)) return GRIOT_INVALID;
  auto* copy = New<griot_fact>(arena_);
  if (copy == nullptr) return GRIOT_BUSY;
  *copy = fact;
  copy->struct_size = sizeof *copy;
  for (griot_str* text : {&copy->kind, &copy->project, &copy->key, &copy->body}) {
    *text = arena_.Copy(*text);
    if (text->data == nullptr) return GRIOT_BUSY;
  }
  facts_.push_back(copy);
  return GRIOT_OK;
}

}  // namespace griot::host
