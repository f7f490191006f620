#pragma once

#include "griot/abi/ext/command.h"

namespace griot::identity {

// `griot person show WORD`: the person that the word means, and why all of it is one person.
int32_t RunPersonShow(const griot_command_call* call);

// `griot person merge A B`: evidence by hand that both are one. Exit code 1: refused.
int32_t RunPersonMerge(const griot_command_call* call);

// `griot person split X from Y`: these are never one person, until `--lift`.
int32_t RunPersonSplit(const griot_command_call* call);

// `griot person forget WORD`: erases the person for ever (docs/forget.md).
int32_t RunPersonForget(const griot_command_call* call);

}  // namespace griot::identity
