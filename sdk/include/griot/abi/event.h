/* The event (a fixed envelope with two JSON objects) and what stands beside it: facts, origins. */
#pragma once

#include "griot/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  /* The strings already lie in the submission's arena (griot_intake.alloc): do not copy them. */
  GRIOT_EVENT_IN_ARENA = 1u << 0,
  /* The channel is one of devices (web, app): the session key prefers anonymous_id to user_id. */
  GRIOT_EVENT_DEVICE = 1u << 1,
  /* Set by the host on events that a transform appended: they are accepted where they end. */
  GRIOT_EVENT_DERIVED = 1u << 8
};

/* One thing that happened. Read-only for plugins; a transform changes it through griot_batch_api.
 * `properties` and `context` are the text of one JSON object each, or empty (= no members); they
 * were checked at the door for all that a jsonb column refuses. Texts may be empty = unknown;
 * `name` and `project` never are. Read members through griot_batch_api.get, which sees what
 * earlier stages changed. */
typedef struct griot_event {
  uint32_t struct_size;
  uint32_t flags;
  griot_uuid id;         /* the same each time the same fact is delivered */
  griot_uuid session_id; /* none until an enricher sets it */
  griot_time occurred_at;
  griot_time received_at;
  griot_str project;
  griot_str source; /* the stage that heard it, "pipeline/id" */
  griot_str channel;
  griot_str name;
  griot_str user_id;
  griot_str anonymous_id;
  griot_str properties;
  griot_str context;
  uint64_t key;    /* hash of the session key; 0 in a submission: the host computes it */
  uint32_t origin; /* index into griot_batch.origins */
  uint32_t reserved;
  void* host_record; /* the host's; never touch it */
} griot_event;

/* Which envelope field griot_batch_api.set_field changes. */
enum {
  GRIOT_FIELD_CHANNEL = 1,
  GRIOT_FIELD_NAME = 2,
  GRIOT_FIELD_USER_ID = 3,
  GRIOT_FIELD_ANONYMOUS_ID = 4
};

/* Which of the two JSON objects a path starts in. */
enum { GRIOT_ROOT_PROPERTIES = 1, GRIOT_ROOT_CONTEXT = 2 };

/* A named, keyed, idempotent record beside events, written in its batch's transaction.
 * `cause` is the event that brought it about: where that event ends duplicate, filtered or dead,
 * the fact is dropped with it. A zero cause means: always. `body` is one JSON value. */
typedef struct griot_fact {
  uint32_t struct_size;
  uint32_t reserved;
  griot_str kind; /* as declared in griot.store/1, "session" */
  griot_str project;
  griot_str key;
  griot_uuid cause;
  griot_str body;
} griot_fact;

/* Where events came from when that place is durable and ordered (a queue partition), so that a
 * store can tell a redelivery: position (hi, lo) only grows within a stream. An empty stream means
 * that the source is not durable. A store refuses a write whose fence is older than the newest it
 * has seen for the stream: its sender has lost the partition. */
typedef struct griot_origin {
  uint32_t struct_size;
  uint32_t reserved;
  griot_str stream;
  uint64_t position_hi;
  uint64_t position_lo;
  uint64_t fence;
} griot_origin;

/* What a stage says of an event. NONE is what the host presets: an event left at NONE when the
 * call returns is a fault of the plugin, and dead with that reason. */
enum { GRIOT_VERDICT_NONE = 0, GRIOT_PASS = 1, GRIOT_FILTERED = 2, GRIOT_DEAD = 3 };

/* `reason` is a short name to count by ("bot", "no_user"); `detail` is for the person who reads the
 * dead letter. Both are copied by the host when the call returns. */
typedef struct griot_verdict {
  int32_t kind;
  uint32_t reserved;
  griot_str reason;
  griot_str detail;
} griot_verdict;

/* What became of an event in a sink. UNSET is what the host presets. */
enum { GRIOT_OUTCOME_UNSET = 0, GRIOT_STORED = 1, GRIOT_DUPLICATE = 2, GRIOT_OUTCOME_DEAD = 3 };

typedef struct griot_outcome {
  int32_t kind;
  uint32_t reserved;
  griot_str reason; /* with DEAD; borrowed until the sink's next call */
  griot_str detail;
} griot_outcome;

/* An event that ended before the sinks, with its reason. `raw` holds the bytes that could not be
 * made into an event, where there are such; then the event's texts may be empty. */
typedef struct griot_settled_event {
  uint32_t struct_size;
  int32_t kind; /* GRIOT_FILTERED or GRIOT_DEAD */
  const griot_event* event;
  griot_str reason;
  griot_str detail;
  griot_str stage; /* who said so */
  griot_str raw;
} griot_settled_event;

#ifdef __cplusplus
}
#endif
