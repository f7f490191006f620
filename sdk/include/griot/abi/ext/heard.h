/* griot.heard/1 (host): what doors heard and answered, for people who connect something.
 *
 * A door says what became of a request; the host keeps the last few of each door and project until
 * somebody takes them to where others can see them (redis_queue: docs/queue-format.md). Bodies,
 * addresses and whole keys have no place here. */
#pragma once

#include "griot/abi/types.h"

#define GRIOT_EXT_HEARD "griot.heard/1"

#ifdef __cplusplus
extern "C" {
#endif

/* One request and its answer; the texts live for the call. */
typedef struct griot_heard_request {
  uint32_t struct_size;
  int32_t status;    /* the answer's */
  griot_str project; /* whose; empty: not known */
  griot_str key;     /* its key's beginning, as it is shown; empty: none that is known */
  griot_str reason;  /* why it was not taken; empty: it was */
  uint64_t accepted; /* events, each once however often it stood there */
  uint64_t refused;
} griot_heard_request;

/* `json`: a door, or a request. */
typedef void (*griot_heard_take)(void* user, griot_str stage, griot_str project, griot_str json);

typedef struct griot_heard {
  uint32_t struct_size;
  uint32_t reserved;
  /* Once a request, when its answer is known: a short critical section. [thread-safe] */
  void (*note)(griot_ctx*, const griot_heard_request*);
  /* The requests since the last call, of each door and project the oldest first. [thread-safe] */
  void (*take)(griot_heard_take, void* user);
  /* The doors that are open in this process; `project` is empty. [thread-safe] */
  void (*doors)(griot_heard_take, void* user);
} griot_heard;

#ifdef __cplusplus
}
#endif
