/* griot.state_keys/1 (plugin, beside griot.state/1): the state of some keys. With it the host
 * copies what an instance keeps while the instance works, and at a swap hands over only what was
 * touched since: the lane stands still for that alone.
 *
 * Who offers it promises that the records of a key change only with a batch that holds an event of
 * that key (griot_event.key is their hash), while it is processed or when it settles, and with
 * forget. What a cache lets go of is no change. */
#pragma once

#include "griot/abi/ext/state.h"

#define GRIOT_EXT_STATE_KEYS "griot.state_keys/1"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct griot_state_keys {
  uint32_t struct_size;
  uint32_t reserved;
  /* As griot_state.save, of the keys with these hashes, each of which is there once. A key that has
   * no record gets none. [lane-thread] */
  griot_result (*save)(const griot_instance*, const uint64_t* hashes, uint32_t count,
                       griot_state_writer*, griot_error*);
} griot_state_keys;

#ifdef __cplusplus
}
#endif
