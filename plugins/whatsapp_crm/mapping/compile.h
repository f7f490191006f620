#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/whatsapp_crm/mapping/program.h"

namespace griot::whatsapp_crm::mapping {

// Compiles the text of a mapping (docs/mapping.md). nullptr, and every problem as
// "file:line:col: path: problem", when it is wrong; `file` is only what those call it.
std::unique_ptr<const Program> Compile(std::string_view file, std::string_view text,
                                       std::vector<std::string>* problems);

}  // namespace griot::whatsapp_crm::mapping
