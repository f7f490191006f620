#include "host/pipeline/shadow.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <unordered_map>

#include "host/pipeline/transform_run.h"

namespace griot::host {
namespace {

bool Same(griot_str a, griot_str b) { return View(a) == View(b); }

bool SameFields(const griot_event& a, const griot_event& b) {
  return std::memcmp(&a.session_id, &b.session_id, sizeof a.session_id) == 0 &&
         a.occurred_at == b.occurred_at && Same(a.channel, b.channel) && Same(a.name, b.name) &&
         Same(a.user_id, b.user_id) && Same(a.anonymous_id, b.anonymous_id);
}

bool SamePatches(const PatchNode* a, const PatchNode* b) {
  for (; a != nullptr && b != nullptr; a = a->next, b = b->next)
    if (!Same(a->path, b->path) || !Same(a->json, b->json)) return false;
  return a == b;
}

bool SameMembers(const griot_event& a, const griot_event& b) {
  const auto* x = static_cast<const EventRecord*>(a.host_record);
  const auto* y = static_cast<const EventRecord*>(b.host_record);
  return Same(a.properties, b.properties) && Same(a.context, b.context) &&
         SamePatches(x->patches[0], y->patches[0]) && SamePatches(x->patches[1], y->patches[1]);
}

bool SameFact(const griot_fact& a, const griot_fact& b) {
  return Same(a.kind, b.kind) && Same(a.project, b.project) && Same(a.key, b.key) &&
         Same(a.body, b.body);
}

std::string_view IdOf(const griot_event& event) {
  return {reinterpret_cast<const char*>(event.id.bytes), sizeof event.id.bytes};
}

}  // namespace

Shadow::Shadow(std::shared_ptr<Generation> fresh, std::chrono::nanoseconds deadline)
    : fresh_(std::move(fresh)), deadline_(deadline) {}

void Shadow::Take(const LiveBatch& before) {
  if (!report().fault.empty()) return;
  copy_ = std::make_unique<LiveBatch>(const_cast<LiveBatch&>(before).memory());
  copy_->CopyFrom(before);
}

void Shadow::Compare(const LiveBatch& after, griot_str stage) {
  if (copy_ == nullptr) return;
  struct Work {
    std::unique_ptr<LiveBatch> copy;
    ProcessCall call;
  };
  const auto work = std::make_shared<Work>();
  work->copy = std::move(copy_);
  work->copy->current_stage = work->copy->arena().MustCopy(stage);
  work->copy->ResetVerdicts();
  const bool back = thread_.Run(
      [work, fresh = fresh_] { work->call = Process(*fresh, work->copy->View()); }, deadline_);
  if (back && work->call.status.ok()) {
    work->copy->ApplyVerdicts(stage);
    return Note(after, *work->copy);
  }
  if (!back) fresh_->Abandon();
  std::lock_guard lock(mutex_);
  report_.fault =
      back ? "it failed a batch: " + work->call.status.text : "it did not come back from a batch";
}

void Shadow::Note(const LiveBatch& ours, const LiveBatch& its) {
  ShadowReport found;
  std::unordered_multimap<std::string_view, const griot_event*> left;
  for (const griot_event* event : its.events()) left.emplace(IdOf(*event), event);
  for (const griot_event* event : ours.events()) {
    const auto it = left.find(IdOf(*event));
    found.ends += it == left.end();
    if (it == left.end()) continue;
    found.fields += !SameFields(*event, *it->second);
    found.members += !SameMembers(*event, *it->second);
    left.erase(it);
  }
  found.ends += left.size();
  const size_t both = std::min(ours.facts().size(), its.facts().size());
  found.facts = std::max(ours.facts().size(), its.facts().size()) - both;
  for (size_t i = 0; i < both; ++i) found.facts += !SameFact(*ours.facts()[i], *its.facts()[i]);
  std::lock_guard lock(mutex_);
  ++report_.batches;
  report_.events += ours.events().size();
  report_.ends += found.ends;
  report_.fields += found.fields;
  report_.members += found.members;
  report_.facts += found.facts;
}

ShadowReport Shadow::report() const {
  std::lock_guard lock(mutex_);
  return report_;
}

}  // namespace griot::host
