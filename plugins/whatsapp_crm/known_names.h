#pragma once

#include <string_view>
#include <vector>

#include "plugins/whatsapp_crm/mapping/program.h"

namespace griot::whatsapp_crm {

// The names that a mapping itself gives to what its webhooks bring: those of `ignore`, the
// constants of `kind`, and the texts that conditions ask for. Few enough to be labels of a counter;
// what no mapping names is not among them. They live as long as the program.
std::vector<std::string_view> KnownNames(const mapping::Program& program);

}  // namespace griot::whatsapp_crm
