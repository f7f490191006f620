/* griot.settled/1 (plugin, transforms): what the events ended as. */
#pragma once

#include "griot/abi/batch.h"

#define GRIOT_EXT_SETTLED "griot.settled/1"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct griot_settled {
  uint32_t struct_size;
  uint32_t reserved;
  /* Called for every batch that `process` saw, after the sinks and in the same order. `outcomes`
   * match batch->events; batch->settled holds those that ended before the sinks; `fact_replies`
   * match batch->facts (empty: the store said nothing). All outcomes UNSET: the batch was given
   * back or dropped, and comes again, perhaps elsewhere: forget what it did to your state.
   * [lane-thread] */
  void (*settled)(griot_instance*, const griot_batch*, const griot_outcome* outcomes,
                  const griot_str* fact_replies);
} griot_settled;

#ifdef __cplusplus
}
#endif
