/* griot.state/1 (plugin): state that survives a swap, as a stream of keyed records. */
#pragma once

#include "griot/abi/types.h"

#define GRIOT_EXT_STATE "griot.state/1"

#ifdef __cplusplus
extern "C" {
#endif

/* One key's state. `hash` is that of the session key, as in griot_event.key, so that the host can
 * deal the records to another number of lanes. */
typedef struct griot_state_record {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t hash;
  griot_str key;
  griot_str value;
} griot_state_record;

/* Host-owned, valid for the call. Copies what it is given. */
typedef struct griot_state_writer {
  uint32_t struct_size;
  uint32_t reserved;
  griot_result (*put)(struct griot_state_writer*, const griot_state_record*);
} griot_state_writer;

typedef struct griot_state {
  uint32_t struct_size;
  uint32_t version;    /* of the records that save writes */
  uint32_t reads_from; /* the oldest version that load takes */
  uint32_t one_way;    /* 1: an older version cannot read what this one saves */
  const char* schema_id;
  /* Writes every key. Changes nothing: after a failure this instance goes on. [lane-thread] */
  griot_result (*save)(const griot_instance*, griot_state_writer*, griot_error*);
  /* Takes one record, before the instance's first batch. [lane-thread] */
  griot_result (*load)(griot_instance*, uint32_t version, const griot_state_record*, griot_error*);
  /* Forgets the keys with this hash; they are loaded again when needed. [lane-thread] */
  void (*drop)(griot_instance*, uint64_t hash);
} griot_state;

#ifdef __cplusplus
}
#endif
