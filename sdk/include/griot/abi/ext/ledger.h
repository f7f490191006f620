/* griot.ledger/1 (plugin, sinks): one side of the ledger
 *
 *   accepted = stored + duplicate + filtered + dead + in flight, per project and source.
 *
 * A relay knows what was accepted, a ledger sink what became of it; the host puts them together. */
#pragma once

#include "griot/abi/types.h"

#define GRIOT_EXT_LEDGER "griot.ledger/1"

#ifdef __cplusplus
extern "C" {
#endif

enum { GRIOT_LEDGER_ACCEPTED = 1, GRIOT_LEDGER_OUTCOMES = 2 };

/* Counts of one project and source. A relay fills `accepted` (and `restored`), a ledger sink the
 * others. */
typedef struct griot_ledger_row {
  uint32_t struct_size;
  uint32_t reserved;
  griot_str project;
  griot_str source;
  uint64_t accepted;
  uint64_t restored; /* of `accepted`: lost by the relay and put back from outcomes */
  uint64_t stored;
  uint64_t duplicate;
  uint64_t filtered;
  uint64_t dead;
} griot_ledger_row;

typedef void (*griot_ledger_take)(void* user, const griot_ledger_row*);

typedef struct griot_ledger {
  uint32_t struct_size;
  uint32_t side; /* GRIOT_LEDGER_ACCEPTED or _OUTCOMES */
  /* Reads all rows, over a connection of its own. [thread-safe, one at a time] */
  griot_result (*read)(griot_instance*, griot_ledger_take, void* user, griot_error*);
  /* A relay only: the store has settled at least `settled` events of this row; if fewer were
   * accepted, the count was lost: put it back. [thread-safe, one at a time] */
  griot_result (*restore)(griot_instance*, griot_str project, griot_str source, uint64_t settled,
                          griot_error*);
} griot_ledger;

#ifdef __cplusplus
}
#endif
