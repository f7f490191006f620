#pragma once

#include "griot/abi/ext/command.h"

namespace griot::whatsapp_crm {

// The commands that this plugin brings; each an exit code as griot.command/1 has them.
int32_t RunMapLs(const griot_command_call* call);
int32_t RunMapShow(const griot_command_call* call);
int32_t RunMapTest(const griot_command_call* call);

const griot_commands* MapCommands();

}  // namespace griot::whatsapp_crm
