#pragma once

#include "griot/abi/ext/command.h"

namespace griot::history_import {

// `griot import FILE` and `griot import incumbent`.
extern const griot_commands kCommands;

}  // namespace griot::history_import
