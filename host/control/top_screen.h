// Rates as lines of a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "host/control/top_rates.h"

namespace griot::host {

// At most `rows` lines of at most `columns` ASCII characters each; what has no room is counted in
// the last line. Readable from 80x24 on.
std::vector<std::string> TopScreen(const TopRates& rates, size_t columns, size_t rows);

}  // namespace griot::host
