/* What a plugin is: one exported function, one descriptor, one table per kind. */
#pragma once

#include "griot/abi/host.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  GRIOT_KIND_SOURCE = 1u << 0,
  GRIOT_KIND_TRANSFORM = 1u << 1,
  GRIOT_KIND_SINK = 1u << 2,
  GRIOT_KIND_SERVICE = 1u << 3
};

enum {
  /* Keeps nothing from one batch to the next. */
  GRIOT_CAP_STATELESS = 1u << 0,
  /* Same input, same output, no effect elsewhere: may be run on copies of batches. */
  GRIOT_CAP_PURE = 1u << 1,
  /* Must never be unloaded (holds threads or thread-locals of a runtime). */
  GRIOT_CAP_RESIDENT = 1u << 2,
  /* A sink that passes events on (a queue): it carries settled events and facts along. */
  GRIOT_CAP_RELAY = 1u << 3,
  /* A sink that records outcomes, dead letters and facts for good. Runs after all others. */
  GRIOT_CAP_LEDGER = 1u << 4
};

/* One configured use of a plugin, as given to `create`; borrowed for the call. */
typedef struct griot_stage_config {
  uint32_t struct_size;
  uint32_t lane;         /* 0 … lanes-1 */
  uint32_t lanes;        /* how many instances this stage has */
  uint32_t http_workers; /* how many threads call [http-thread] handlers; 0: no HTTP here */
  griot_str stage;       /* "pipeline/id" */
  griot_str pipeline;    /* empty for a service */
  griot_str id;
  griot_str options;     /* JSON object, checked against the plugin's schema, defaults filled in */
  griot_str data_dir;    /* a folder of the host's that lasts */
  griot_str instance_id; /* UUID text of this data folder: the same after a restart */
} griot_stage_config;

/* created → started → draining → stopped → destroyed. A failed create leaves nothing behind; a
 * failed start is followed by stop and destroy. Start no threads and connect to nothing in
 * create: it also runs to validate. What is unreachable at start is health DOWN, not an error. */
typedef struct griot_lifecycle {
  uint32_t struct_size;
  uint32_t reserved;
  /* [control-thread] */
  griot_result (*create)(griot_ctx*, const griot_stage_config*, griot_instance** out, griot_error*);
  /* [control-thread] */
  griot_result (*start)(griot_instance*, griot_error*);
  /* No new input from now on; what is in flight will still be settled. HTTP handlers, and a push
   * source's settled calls, go on meanwhile. [control-thread] */
  void (*drain)(griot_instance*);
  /* Join every thread of your own. [control-thread] */
  void (*stop)(griot_instance*);
  /* [control-thread] */
  void (*destroy)(griot_instance*);
} griot_lifecycle;

/* What became of a submission: see griot.intake/1. */
typedef struct griot_settlement {
  uint32_t struct_size;
  griot_result result; /* OK: every event has its outcome, for good. RETRY, GONE: none has. */
  uint64_t token;      /* as given to submit */
  griot_str error;     /* why, with RETRY */
} griot_settlement;

/* A source pushes (registers routes; one instance for all lanes) or is polled (`poll` set; one
 * instance a lane, each with a thread of its own). */
typedef struct griot_source {
  uint32_t struct_size;
  uint32_t reserved;
  griot_lifecycle life;
  /* Waits for input, at most timeout_ms, and submits what there is (griot.intake/1). IDLE:
   * nothing came. RETRY: the input is unreachable, called again after a pause. [source-thread] */
  griot_result (*poll)(griot_instance*, uint32_t timeout_ms, griot_error*);
  /* Makes a poll that waits return soon. May be NULL without `poll`. [thread-safe] */
  void (*wake)(griot_instance*);
  /* A submission has settled. Push: [lane-thread], may overlap for several lanes. Pull:
   * [source-thread], between polls. A pull source is never told RETRY: the host holds its batch
   * until the sinks take it, or the host stops. GONE: the store knows a newer owner of where it
   * came from; it is not settled, and not this instance's any more. */
  void (*settled)(griot_instance*, const griot_settlement*);
} griot_source;

typedef struct griot_transform {
  uint32_t struct_size;
  uint32_t reserved;
  griot_lifecycle life;
  /* Gives each event a verdict. A result other than OK sets the whole batch aside: it is tried
   * once more event by event, and what fails alone is dead. [lane-thread] */
  griot_result (*process)(griot_instance*, griot_batch*, griot_error*);
} griot_transform;

/* One write: what goes in, and room for what comes out. Host-owned, valid for the call. */
typedef struct griot_write {
  uint32_t struct_size;
  uint32_t reserved;
  const griot_batch* batch;
  griot_outcome* outcomes; /* batch->count of them */
  griot_str* fact_replies; /* batch->fact_count of them; borrowed until the sink's next call */
} griot_write;

typedef struct griot_sink {
  uint32_t struct_size;
  uint32_t reserved;
  griot_lifecycle life;
  /* Writes the batch for good before it returns OK, with an outcome for every event. RETRY: the
   * batch is offered again (push sources: their clients are told to come back; pull: after a
   * pause, until it is taken). Nothing else than healing troubles may be RETRY. GONE: the batch
   * is somebody else's by now (griot_origin.fence): the host drops it, nothing is acknowledged.
   * [lane-thread] */
  griot_result (*write)(griot_instance*, griot_write*, griot_error*);
} griot_sink;

typedef struct griot_service {
  uint32_t struct_size;
  uint32_t reserved;
  griot_lifecycle life;
} griot_service;

typedef struct griot_plugin {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  uint32_t kinds;
  uint64_t capabilities;
  const char* id;      /* [a-z][a-z0-9_]*, what YAML calls it */
  const char* version; /* of the plugin, "1.4.0" */
  const char* summary; /* one line for `griot plugins` */
  /* JSON Schema (draft-07 subset, docs/plugin-options.md) of a stage's options. */
  const char* options_schema;
  /* NDJSON: one object {"event":{…},"verdict":"pass|filtered|dead"} a line, or NULL. */
  const char* golden_events;
  const griot_source* source;
  const griot_transform* transform;
  const griot_sink* sink;
  const griot_service* service;
  /* A plugin extension ("griot.state/1"), or NULL. [thread-safe] */
  const void* (*get_extension)(const char* id);
} griot_plugin;

/* The one exported function. Keeps `host` (valid for the life of the process), calls nothing of
 * it, returns the plugin's static descriptor; NULL when the plugin cannot work with this host.
 * [control-thread] */
const griot_plugin* griot_plugin_entry(const griot_host* host);
typedef const griot_plugin* (*griot_plugin_entry_fn)(const griot_host* host);

#ifdef __cplusplus
}
#endif
