#pragma once

#include <optional>
#include <vector>

#include "griot/command.hpp"
#include "plugins/history_import/client/state_file.h"

namespace griot::history_import {

// The ledger of the griot that runs on the data folder; nullopt: none does, or it cannot say.
std::optional<std::vector<LedgerLine>> OwnLedger(const CommandLine& command);

}  // namespace griot::history_import
