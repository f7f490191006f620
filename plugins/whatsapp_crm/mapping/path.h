#pragma once

#include <vector>

#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/scanner.h"

namespace griot::whatsapp_crm::mapping {

struct Path {
  uint32_t level;
  std::vector<Step> steps;
};

// Reads a path ("a.b[0].c", "^.value", "$.session", "list[name=x].value") up to what cannot belong
// to it. Throws Fault.
Path ReadPath(Scanner& in, uint32_t level);
// One name of a path, quoted where it has other letters than names have.
std::string ReadName(Scanner& in);

}  // namespace griot::whatsapp_crm::mapping
