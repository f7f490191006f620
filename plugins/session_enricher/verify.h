#pragma once

#include "griot/abi/ext/command.h"

namespace griot::sessions {

// `griot sessions verify`: compares the rows of sessions with sql/queries/sessions.sql, over all
// keys that have an event in the time given, in one snapshot; with --repair groups the keys that
// differ anew and compares again. Exit code 0: no difference (left).
int32_t RunVerify(const griot_command_call* call);

}  // namespace griot::sessions
