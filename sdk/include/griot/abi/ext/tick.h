/* griot.tick/1 (plugin, transforms and sinks): work by the clock. */
#pragma once

#include "griot/abi/types.h"

#define GRIOT_EXT_TICK "griot.tick/1"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct griot_tick {
  uint32_t struct_size;
  uint32_t interval_ms; /* at least 10 */
  /* Between batches, at about the interval, late when a batch is long. [lane-thread] */
  void (*tick)(griot_instance*, griot_time now);
} griot_tick;

#ifdef __cplusplus
}
#endif
