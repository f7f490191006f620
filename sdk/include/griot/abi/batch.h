/* The batch: the unit that moves. Events and facts in one arena, handed from stage to stage. */
#pragma once

#include "griot/abi/event.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Host-owned; valid for the duration of a call. `events` are those still alive, in order; events
 * of one session key keep their order through the whole host. `settled` are those that ended
 * before: relays and ledgers must carry or record them, others may ignore them. */
typedef struct griot_batch {
  uint32_t struct_size;
  uint32_t count;
  const griot_event* const* events;
  griot_verdict* verdicts; /* `count` of them; only a transform writes here */
  const griot_fact* const* facts;
  const griot_settled_event* const* settled;
  const griot_origin* const* origins;
  uint32_t fact_count;
  uint32_t settled_count;
  uint32_t origin_count;
  uint32_t reserved;
  void* host_record;
} griot_batch;

/* How a transform works on its batch. All functions: [lane-thread], only inside `process` or
 * `tick` and with the batch of that call. What they return or copy lives until the batch has
 * settled. */
typedef struct griot_batch_api {
  uint32_t struct_size;
  uint32_t reserved;

  /* Memory in the batch's arena, aligned to 16; NULL only when the host's memory is spent. */
  void* (*alloc)(griot_batch*, uint64_t size);

  /* Sets an envelope text field (GRIOT_FIELD_*); copies `value`. The session key's hash, and so
   * the partition, stays what it was at the door. INVALID: unknown field, or text that is no
   * UTF-8, or an empty name. */
  griot_result (*set_field)(griot_batch*, const griot_event*, int32_t field, griot_str value);
  griot_result (*set_session)(griot_batch*, const griot_event*, const griot_uuid*);
  griot_result (*set_occurred_at)(griot_batch*, const griot_event*, griot_time);

  /* Adds or replaces the member at `path` (a JSON Pointer, "/geo/country") of a root
   * (GRIOT_ROOT_*) by one JSON value; missing objects on the way are made. Copies both. Applied
   * once, before the sinks. INVALID: the path is no pointer, or the value is no JSON that a jsonb
   * column takes. */
  griot_result (*patch)(griot_batch*, const griot_event*, int32_t root, griot_str path,
                        griot_str json);
  /* Removes the member, in every copy that the host keeps (dead letters too). */
  griot_result (*remove)(griot_batch*, const griot_event*, int32_t root, griot_str path);
  /* The raw JSON text of the member at `path` as earlier stages left it, and as this one has.
   * GONE when there is none. The text lives until the event is patched again. */
  griot_result (*get)(griot_batch*, const griot_event*, int32_t root, griot_str path,
                      griot_str* json);

  /* Appends an event to the batch, behind all others; the stages after this one see it. Copies.
   * Its id must be a function of its cause (griot::Derive), so that a redelivery makes the same;
   * it is accepted anew, under this stage as its source. INVALID: id none, no name, no project. */
  griot_result (*append_event)(griot_batch*, const griot_event* cause, const griot_event*);
  /* Appends a fact. Copies. INVALID: empty kind, or a body that is no JSON for jsonb. */
  griot_result (*append_fact)(griot_batch*, const griot_fact*);
} griot_batch_api;

#ifdef __cplusplus
}
#endif
