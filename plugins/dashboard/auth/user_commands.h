#pragma once

#include "griot/abi/ext/command.h"

namespace griot::dashboard {

// `griot user ls|add|role|rm|link`: for whoever runs griot, who may do all of it. Control thread.
int32_t RunUserLs(const griot_command_call* call);
int32_t RunUserAdd(const griot_command_call* call);
int32_t RunUserRole(const griot_command_call* call);
int32_t RunUserRm(const griot_command_call* call);
int32_t RunUserLink(const griot_command_call* call);

}  // namespace griot::dashboard
