// The batch at work in a lane: several submissions seen as one, with room for what stages add.
#pragma once

#include <vector>

#include "griot/abi.h"
#include "griot/json.hpp"
#include "host/pipeline/submission.h"

namespace griot::host {

// Reused from batch to batch, so a steady load allocates nothing. For the lane's thread.
//
// Invariant: `view().events` are alive; an event leaves it only into `settled`, with a reason.
class LiveBatch {
 public:
  explicit LiveBatch(MemoryPool& memory) : arena_(memory) {}

  // Takes in a submission, which must outlive the batch's Clear. The events keep their order.
  void Add(griot_submission& submission);
  void Clear();
  // Becomes what `other` is, down to its last text: nothing here points into it, or into what it
  // came from. Overdraws the memory budget rather than failing.
  void CopyFrom(const LiveBatch& other);

  uint32_t size() const { return static_cast<uint32_t>(events_.size()); }
  bool empty() const { return events_.empty() && settled_.empty() && facts_.empty(); }
  const std::vector<griot_event*>& events() const { return events_; }
  const std::vector<griot_settled_event*>& settled() const { return settled_; }
  const std::vector<griot_fact*>& facts() const { return facts_; }
  std::vector<griot_verdict>& verdicts() { return verdicts_; }
  Arena& arena() { return arena_; }
  MemoryPool& memory() { return arena_.pool(); }

  // What a plugin sees. `from` and `count` choose a window of events (all by default).
  griot_batch* View() { return View(0, size()); }
  griot_batch* View(uint32_t from, uint32_t count);
  // Presets all verdicts to NONE.
  void ResetVerdicts();
  // Moves every event whose verdict is not PASS to the settled ones; then takes in what the stage
  // appended. `stage` lives longer than the batch.
  void ApplyVerdicts(griot_str stage);
  // Moves the events for which dead[i] has a reason to the settled ones (a sink declared them so).
  void SettleDead(const std::vector<griot_outcome>& outcomes, griot_str stage);
  // Writes the pending changes of members into the events' texts.
  void ApplyPatches();
  void ApplyPatches(griot_event* event, int32_t root);

  // Takes back what a failed call of a transform left: its patches, appended events and facts.
  struct Mark {
    size_t facts, appended, journal;
  };
  Mark MarkNow() const { return {facts_.size(), appended_.size(), journal_.size()}; }
  void RollBack(const Mark& mark);

  // For the batch's table of functions.
  griot_result Patch(griot_event* event, int32_t root, griot_str path, const griot_str* json);
  griot_result Append(const griot_event& cause, const griot_event& event, griot_str stage);
  griot_result AppendFact(const griot_fact& fact);
  griot_str current_stage = {};  // of the transform that runs now

 private:
  struct Change {  // of an event's patches, to be undone
    PatchNode** head;
    PatchNode* before;
  };
  griot_event* CopyEvent(const griot_event& event);
  PatchNode* CopyPatches(const PatchNode* node);
  // One JSON value that a jsonb column takes.
  bool IsJsonb(griot_str text);
  void Settle(griot_event* event, int32_t kind, griot_str reason, griot_str detail,
              griot_str stage);

  Arena arena_;
  griot_batch view_{};
  std::vector<griot_event*> events_;
  std::vector<griot_verdict> verdicts_;
  std::vector<griot_fact*> facts_;
  std::vector<griot_settled_event*> settled_;
  std::vector<griot_origin*> origins_;
  std::vector<griot_event*> appended_;
  std::vector<griot_event*> patched_;
  std::vector<Change> journal_;
  // Of one event, and what comes of it: kept for their memory.
  std::vector<json::Patch> patch_list_;
  std::string scratch_;
  json::Document document_;
};

const griot_batch_api* BatchTable();

}  // namespace griot::host
