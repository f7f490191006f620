/* griot.command/1 (plugin): commands of the command line that a plugin brings. */
#pragma once

#include "griot/abi/types.h"

#define GRIOT_EXT_COMMAND "griot.command/1"

#ifdef __cplusplus
extern "C" {
#endif

/* One run of a command, in a process of its own. Host-owned, valid for the call. */
typedef struct griot_command_call {
  uint32_t struct_size;
  uint32_t argc;
  const griot_str* argv; /* what follows the command's name */
  griot_str data_dir;
  int32_t json; /* --json was given: print JSON lines */
  int32_t reserved;
  /* Prints as it is given, without adding a line end. */
  void (*out)(const struct griot_command_call*, griot_str);
  void (*err)(const struct griot_command_call*, griot_str);
  /* A variable of the environment, or of DIR/env. GONE: unset. The text lives for the call. */
  griot_result (*env)(const struct griot_command_call*, const char* name, griot_str* value);
  /* Asks the running griot of this data folder (docs/control.md). GONE: none runs. The reply
   * lives until the next call. */
  griot_result (*control)(const struct griot_command_call*, griot_str request, griot_str* reply);
} griot_command_call;

typedef struct griot_command {
  uint32_t struct_size;
  uint32_t reserved;
  const char* name;    /* one or two words: "migrate", "sessions verify" */
  const char* usage;   /* what follows the name: "[--from T] [--repair]" */
  const char* summary; /* one line */
  /* The exit code: 0 ok, 1 differences or failure, 2 usage, 3 configuration. No instance exists.
   * [control-thread] */
  int32_t (*run)(const griot_command_call*);
} griot_command;

typedef struct griot_commands {
  uint32_t struct_size;
  uint32_t count;
  const griot_command* const* commands;
} griot_commands;

#ifdef __cplusplus
}
#endif
