#pragma once

#include "griot/abi/ext/command.h"

namespace griot::postgres {

// The commands that this plugin brings; each an exit code as griot.command/1 has them.
int32_t RunMigrate(const griot_command_call* call);

int32_t RunDeadLettersLs(const griot_command_call* call);
int32_t RunDeadLettersShow(const griot_command_call* call);
int32_t RunDeadLettersReplay(const griot_command_call* call);

int32_t RunKeyNew(const griot_command_call* call);
int32_t RunKeyAdd(const griot_command_call* call);
int32_t RunKeyLs(const griot_command_call* call);
int32_t RunKeyRevoke(const griot_command_call* call);

int32_t RunProjectNew(const griot_command_call* call);
int32_t RunProjectLs(const griot_command_call* call);

}  // namespace griot::postgres
