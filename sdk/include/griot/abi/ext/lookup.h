/* griot.lookup/1: reading state back from the store.
 *
 * The host offers it to transforms, and asks the pipeline's ledger sink, which offers the same
 * table as a plugin extension. A transform declares its queries in griot.store/1. */
#pragma once

#include "griot/abi/types.h"

#define GRIOT_EXT_LOOKUP "griot.lookup/1"

#ifdef __cplusplus
extern "C" {
#endif

/* Takes one reply; `index` is that of the key asked for. A key may have none. */
typedef void (*griot_lookup_row)(void* user, uint32_t index, griot_str reply);

/* Host side. */
typedef struct griot_lookup {
  uint32_t struct_size;
  uint32_t reserved;
  /* Answers all keys in one round trip; `query` is a name of this plugin's griot.store/1.
   * RETRY: the store is unreachable. UNSUPPORTED: this pipeline has no store. [lane-thread] */
  griot_result (*lookup)(griot_ctx*, const char* query, const griot_str* keys, uint32_t count,
                         griot_lookup_row, void* user, griot_error*);
} griot_lookup;

/* Plugin side, of a sink with GRIOT_CAP_LEDGER. */
typedef struct griot_lookup_provider {
  uint32_t struct_size;
  uint32_t reserved;
  /* `sql_function` is as the asking plugin declared it. [lane-thread] */
  griot_result (*lookup)(griot_instance*, const char* sql_function, const griot_str* keys,
                         uint32_t count, griot_lookup_row, void* user, griot_error*);
} griot_lookup_provider;

#ifdef __cplusplus
}
#endif
