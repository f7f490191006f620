/* griot.catalogue/1 (host): the plugins that are loaded, for those who serve all of them (the
 * store, which applies every plugin's migrations and facts). */
#pragma once

#include "griot/abi/plugin.h"

#define GRIOT_EXT_CATALOGUE "griot.catalogue/1"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct griot_catalogue {
  uint32_t struct_size;
  uint32_t reserved;
  uint32_t (*count)(void); /* [thread-safe] */
  /* Static data of the plugin, valid for the life of the asking instance. NULL past the end.
   * [thread-safe] */
  const griot_plugin* (*plugin)(uint32_t index);
} griot_catalogue;

#ifdef __cplusplus
}
#endif
