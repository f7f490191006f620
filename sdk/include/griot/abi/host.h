/* The host's table: what every plugin may call. Valid for the whole life of the process. */
#pragma once

#include "griot/abi/batch.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  GRIOT_LOG_DEBUG = 0,
  GRIOT_LOG_INFO = 1,
  GRIOT_LOG_WARN = 2,
  GRIOT_LOG_ERROR = 3,
  /* The plugin noticed that the host broke the contract. */
  GRIOT_LOG_HOST_MISBEHAVING = 4
};

enum { GRIOT_COUNTER = 1, GRIOT_GAUGE = 2, GRIOT_HISTOGRAM_SECONDS = 3 };

/* State of a component that a stage depends on. DOWN on a required sink turns readiness red. */
enum { GRIOT_HEALTHY = 0, GRIOT_DEGRADED = 1, GRIOT_DOWN = 2 };

/* A metric of one stage. Host-owned, valid as long as the instance's ctx. */
typedef struct griot_metric griot_metric;

typedef struct griot_host {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  uint32_t reserved;

  /* since 1.0 */
  /* A host extension ("griot.http/1"), or NULL. [thread-safe] */
  const void* (*get_extension)(const char* id);
  const griot_batch_api* batch;

  /* A line in the structured log, with the stage's name. Never pass secrets. [thread-safe] */
  void (*log)(griot_ctx*, int32_t level, griot_str message);

  /* The metric griot_NAME{stage=…, LABEL=VALUE}. Asked for once, at create or start; the same
   * arguments give the same metric. `label` may be empty. NULL: bad name. [thread-safe] */
  griot_metric* (*metric)(griot_ctx*, int32_t kind, const char* name, const char* help,
                          griot_str label, griot_str value);
  /* Adds to a counter, sets a gauge, observes in a histogram. [thread-safe] */
  void (*record)(griot_metric*, double value);

  /* How a thing that the stage depends on is doing ("redis", "disk"); the last word stands. The
   * text says what is wrong and what to do. [thread-safe] */
  void (*health)(griot_ctx*, griot_str component, int32_t state, griot_str text);

  /* True while the host is shutting down: give up waiting. [thread-safe] */
  int32_t (*stopping)(griot_ctx*);
} griot_host;

#ifdef __cplusplus
}
#endif
