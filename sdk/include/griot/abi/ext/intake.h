/* griot.intake/1 (host): how a source hands over what it heard. */
#pragma once

#include "griot/abi/event.h"

#define GRIOT_EXT_INTAKE "griot.intake/1"

#ifdef __cplusplus
extern "C" {
#endif

/* What one request, or one read of a queue, brings: taken whole or not at all. Owned by the
 * source from open until submit or abandon, by the host after that. One thread at a time. */
typedef struct griot_submission griot_submission;

typedef struct griot_intake {
  uint32_t struct_size;
  uint32_t reserved;

  /* NULL: the host's memory is spent, or it drains; answer 503. `bytes` is how much the
   * submission will hold, roughly. [thread-safe] */
  griot_submission* (*open)(griot_ctx*, uint64_t bytes);
  /* Memory of the submission, aligned to 16, valid until it has settled. NULL: spent. */
  char* (*alloc)(griot_submission*, uint64_t size);
  /* Adds an event. Copies its texts, but for GRIOT_EVENT_IN_ARENA. `source` may be empty: then it
   * is this stage. INVALID: no name, no project, no id. */
  griot_result (*event)(griot_submission*, const griot_event*);
  /* Adds what ended already: an event, or raw bytes, that the source itself declares filtered or
   * dead, or that a queue carries. Copies. */
  griot_result (*settled)(griot_submission*, const griot_settled_event*);
  /* Adds a fact that a queue carries. Copies. */
  griot_result (*fact)(griot_submission*, const griot_fact*);
  /* Says where the events added from now on came from. Copies. */
  griot_result (*origin)(griot_submission*, const griot_origin*);
  /* Hands it over; `griot_source.settled` tells the end, with `token`, exactly once (perhaps
   * before this returns). BUSY: refused, and no settled call; the submission is gone all the
   * same. [thread-safe] */
  griot_result (*submit)(griot_submission*, uint64_t token);
  void (*abandon)(griot_submission*);
} griot_intake;

#ifdef __cplusplus
}
#endif
