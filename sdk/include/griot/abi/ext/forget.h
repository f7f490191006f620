/* griot.forget/1 (plugin): erase what this instance keeps of one person. */
#pragma once

#include "griot/abi/types.h"

#define GRIOT_EXT_FORGET "griot.forget/1"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct griot_identifier {
  griot_str type; /* phone, email, account, anonymous, bsuid */
  griot_str value;
} griot_identifier;

typedef struct griot_forget_request {
  uint32_t struct_size;
  uint32_t identifier_count;
  griot_uuid id; /* of the request: asking again does no harm */
  griot_str project;
  const griot_identifier* identifiers;
  griot_time cutoff; /* what happened up to here is forgotten */
} griot_forget_request;

typedef struct griot_forget {
  uint32_t struct_size;
  uint32_t reserved;
  /* Erases caches, keyed stores, rows. `receipt`: a JSON object of counts, plugin-owned, valid
   * until the instance's next call. RETRY: asked again. [lane-thread] for transforms and sinks,
   * [source-thread] for pull sources, [control-thread] for the others. */
  griot_result (*forget)(griot_instance*, const griot_forget_request*, griot_str* receipt,
                         griot_error*);
} griot_forget;

#ifdef __cplusplus
}
#endif
