/* griot.upkeep/1 (plugin): work in its tables that no event brings about, done by the store between
 * batches. */
#pragma once

#include "griot/abi/types.h"

#define GRIOT_EXT_UPKEEP "griot.upkeep/1"

#ifdef __cplusplus
extern "C" {
#endif

/* `function`() returns bigint: does a bounded part of what there is to do (tens of milliseconds)
 * and tells how much is left; the store calls again at once while that is more than 0, and looks
 * again after `every_ms`. In a transaction of its own, as the writer's role; of several processes
 * one at a time. */
typedef struct griot_upkeep_task {
  uint32_t struct_size;
  uint32_t every_ms;
  const char* name;
  const char* function;
} griot_upkeep_task;

typedef struct griot_upkeep {
  uint32_t struct_size;
  uint32_t count;
  const griot_upkeep_task* const* tasks;
} griot_upkeep;

#ifdef __cplusplus
}
#endif
