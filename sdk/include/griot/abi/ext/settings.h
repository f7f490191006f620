/* griot.settings/1 (host): the projects' settings, wherever they come from.
 *
 * Settings that decide a number (projects, time zones, idle times, keys, goals) live in Postgres
 * and travel as one versioned JSON document. Whoever learns of a newer one publishes it; the host
 * keeps the newest, on disk too, so that a collector starts and serves without Postgres. */
#pragma once

#include "griot/abi/types.h"

#define GRIOT_EXT_SETTINGS "griot.settings/1"

#ifdef __cplusplus
extern "C" {
#endif

/* Host-owned, unchanging; valid from acquire to release. */
typedef struct griot_settings_snapshot {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t version; /* 0: none was ever seen */
  griot_str json;   /* docs/settings.md */
} griot_settings_snapshot;

typedef struct griot_settings {
  uint32_t struct_size;
  uint32_t reserved;
  /* Cheap: one atomic read. 0: none was ever seen. [thread-safe] */
  uint64_t (*version)(void);
  const griot_settings_snapshot* (*acquire)(void); /* [thread-safe] */
  void (*release)(const griot_settings_snapshot*); /* [thread-safe] */
  /* Keeps the document if its version is newer than all seen. INVALID: no JSON object.
   * [thread-safe] */
  griot_result (*publish)(griot_ctx*, uint64_t version, griot_str json);
} griot_settings;

#ifdef __cplusplus
}
#endif
