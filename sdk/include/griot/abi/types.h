/* The small types of which everything else is made. */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* UTF-8 text (or bytes, where said), not NUL-terminated; `data` may be NULL when `size` is 0. */
typedef struct griot_str {
  const char* data;
  uint64_t size;
} griot_str;

/* A UUID in network byte order; all zero means "none". */
typedef struct griot_uuid {
  uint8_t bytes[16];
} griot_uuid;

/* Microseconds since 1970-01-01T00:00:00Z. */
typedef int64_t griot_time;

typedef int32_t griot_result;
enum {
  GRIOT_OK = 0,
  GRIOT_RETRY = 1,       /* not done, but the same call can succeed later */
  GRIOT_BUSY = 2,        /* the host is full: tell your client to wait (503, Retry-After) */
  GRIOT_INVALID = 3,     /* what was passed is wrong; the same call fails again */
  GRIOT_FATAL = 4,       /* this instance cannot go on */
  GRIOT_UNSUPPORTED = 5, /* not offered by this host, plugin or instance */
  GRIOT_GONE = 6,        /* the other end has left */
  GRIOT_IDLE = 7         /* nothing to do now (an empty poll) */
};

/* Room for an error's text, supplied by the caller. The callee writes at most `capacity` bytes,
 * always NUL-terminated; it says what failed, where, why, and what to do. */
typedef struct griot_error {
  uint32_t struct_size;
  uint32_t capacity;
  char* text;
} griot_error;

/* Opaque: an instance's identity at the host (stage, lane). Host-owned; valid from create to
 * destroy of the instance. */
typedef struct griot_ctx griot_ctx;

/* Opaque: the plugin's own instance. Plugin-owned; the host only passes it back. */
typedef struct griot_instance griot_instance;

#ifdef __cplusplus
}
#endif
