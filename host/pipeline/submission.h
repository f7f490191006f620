// What one request, or one read of a queue, brought: events, facts and origins in one arena.
#pragma once

#include <cstdint>
#include <vector>

#include "griot/abi.h"
#include "host/pipeline/host.h"

namespace griot::host {

// A pending change of one member of properties or context; newest first. In a batch's arena.
struct PatchNode {
  PatchNode* next;
  griot_str path;
  griot_str json;  // data nullptr: removed
};

// The host's side of an event (griot_event.host_record).
struct EventRecord {
  PatchNode* patches[2] = {nullptr, nullptr};  // of properties, of context
};

}  // namespace griot::host

// Owned by its source until it is submitted, by its lane after that. One thread at a time.
struct griot_submission {
 public:
  griot_submission(griot::host::Host& host, griot_ctx* owner) : arena(host.memory), ctx(owner) {}

  griot_result AddEvent(const griot_event& event);
  griot_result AddSettled(const griot_settled_event& settled);
  griot_result AddFact(const griot_fact& fact);
  griot_result AddOrigin(const griot_origin& origin);

  griot::host::Arena arena;
  griot_ctx* ctx;
  uint64_t token = 0;
  griot_time opened_at = 0;
  std::vector<griot_event*> events;
  std::vector<griot_settled_event*> settled;
  std::vector<griot_fact*> facts;
  std::vector<griot_origin*> origins;

 private:
  // A copy in the arena, or nullptr when memory is spent.
  griot_event* CopyEvent(const griot_event& event);
};
