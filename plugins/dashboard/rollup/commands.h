#pragma once

#include "griot/abi/ext/command.h"

namespace griot::dashboard {

// `griot rollup verify` and `griot rollup rebuild`.
int32_t RunRollupVerify(const griot_command_call* call);
int32_t RunRollupRebuild(const griot_command_call* call);

}  // namespace griot::dashboard
