/* griot.store/1 (plugin): what a plugin keeps in Postgres: its migrations, the SQL functions that
 * apply its facts, and those that read its state back. All SQL is the plugin's own and static. */
#pragma once

#include "griot/abi/types.h"

#define GRIOT_EXT_STORE "griot.store/1"

#ifdef __cplusplus
extern "C" {
#endif

/* Applied once, in order of version, as the owner role, in a transaction each. */
typedef struct griot_migration {
  uint32_t struct_size;
  uint32_t version; /* 1, 2, 3 … within the plugin */
  const char* name;
  const char* sql;
} griot_migration;

/* `function`(projects text[], keys text[], causes uuid[], bodies jsonb[]) returns
 * setof (ord int, reply text): called once a batch, in the transaction that inserted the events,
 * with the facts whose cause was new, in the batch's order; `ord` is 1-based. Where it fails, it is
 * called again for the facts of each key by themselves, and those that fail become dead letters. */
typedef struct griot_fact_kind {
  uint32_t struct_size;
  uint32_t reserved; /* 0; 1: it takes a lock that all others want, so it is applied last */
  const char* kind;
  const char* function;
} griot_fact_kind;

/* `function`(keys text[]) returns setof (ord int, reply text), read only. */
typedef struct griot_store_query {
  uint32_t struct_size;
  uint32_t reserved;
  const char* name;
  const char* function;
} griot_store_query;

/* The arrays hold pointers, so that each struct can grow. */
typedef struct griot_store {
  uint32_t struct_size;
  uint32_t migration_count;
  uint32_t fact_count;
  uint32_t query_count;
  const griot_migration* const* migrations;
  const griot_fact_kind* const* facts;
  const griot_store_query* const* queries;
} griot_store;

#ifdef __cplusplus
}
#endif
