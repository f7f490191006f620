/* griot.http/1 (host): routes, requests, late and streamed replies. */
#pragma once

#include "griot/abi/types.h"

#define GRIOT_EXT_HTTP "griot.http/1"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  GRIOT_GET = 0,
  GRIOT_HEAD = 1,
  GRIOT_POST = 2,
  GRIOT_PUT = 3,
  GRIOT_PATCH = 4,
  GRIOT_DELETE = 5,
  GRIOT_OPTIONS = 6
};

typedef struct griot_header {
  griot_str name;
  griot_str value;
} griot_header;

/* A request; host-owned, valid for the handler's call. */
typedef struct griot_request {
  uint32_t struct_size;
  int32_t method;
  uint32_t worker; /* which of the threads calls: 0 … http_workers-1 ([http-thread] only) */
  uint32_t reserved;
  griot_str path;      /* percent-decoded */
  griot_str target;    /* as it came, with the query */
  griot_str body;      /* raw bytes, for signatures */
  griot_str client_ip; /* the peer, or what a trusted proxy says */
  void* host_record;
} griot_request;

/* An answer that is owed. Host-owned; given back by answering (or by stream_end). Answering twice
 * is ignored; one dropped with `stop` of its stage is answered 503. All calls: [thread-safe]. */
typedef struct griot_reply griot_reply;

/* [http-thread] for sources, [pool-thread] for services. */
typedef void (*griot_handler)(griot_instance*, void* user, griot_request*);

/* An OPTIONS route beside others says that pages of other origins may call there: what the host
 * itself answers on that path (413, 405, 503 …) then allows any origin to read it. */
typedef struct griot_route {
  uint32_t struct_size;
  int32_t method;
  griot_str pattern; /* "/v1/people/:id", or a trailing wildcard "/static/" "*rest" */
  uint64_t max_body; /* bytes; a longer body is answered 413 */
  griot_handler handler;
  void* user;
} griot_route;

/* PUSHED is GRIOT_OK; FULL: nothing was taken, wait for on_writable; GONE: the client left. */
enum { GRIOT_STREAM_FULL = GRIOT_BUSY, GRIOT_STREAM_GONE = GRIOT_GONE };

typedef struct griot_http {
  uint32_t struct_size;
  uint32_t reserved;

  /* Adds a route of this instance; gone again after its stop. Two stages that claim one method
   * and path are an error of the configuration. In create or start. [control-thread] */
  griot_result (*route)(griot_ctx*, griot_instance*, const griot_route*, griot_error*);

  /* Readers; the texts live as long as the request. GONE: absent. */
  griot_result (*header)(const griot_request*, griot_str name, griot_str* value);
  griot_result (*query)(const griot_request*, griot_str name, griot_str* decoded);
  griot_result (*param)(const griot_request*, griot_str name, griot_str* decoded);
  /* The body without its Content-Encoding (gzip, deflate). INVALID: broken; UNSUPPORTED: another
   * encoding (415); BUSY: longer than `max` (413). */
  griot_result (*decoded_body)(const griot_request*, uint64_t max, griot_str* body);

  /* Takes the answer, to give it later from any thread. A handler answers exactly once. */
  griot_reply* (*defer)(griot_request*);
  void (*answer)(griot_reply*, int32_t status, const griot_header* headers, uint32_t header_count,
                 griot_str body);

  /* A streamed answer (live feed). A slow reader is FULL, never memory. The callbacks come from a
   * thread of the host; after on_closed, or stream_end, none comes any more. */
  griot_result (*stream_begin)(griot_reply*, int32_t status, const griot_header* headers,
                               uint32_t header_count);
  griot_result (*stream_write)(griot_reply*, griot_str bytes);
  void (*stream_callbacks)(griot_reply*, void* user, void (*on_writable)(void* user),
                           void (*on_closed)(void* user));
  void (*stream_end)(griot_reply*);
} griot_http;

#ifdef __cplusplus
}
#endif
