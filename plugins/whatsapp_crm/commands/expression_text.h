#pragma once

#include <string>

#include "plugins/whatsapp_crm/mapping/program.h"

namespace griot::whatsapp_crm {

// A value of a program as it may have been written: "payload.type", "phone(from)"; what people
// read, not what a compiler would. Pure.
std::string ExpressionText(const mapping::Program& program, mapping::NodeId id);

}  // namespace griot::whatsapp_crm
