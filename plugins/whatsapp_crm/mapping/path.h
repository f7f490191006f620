#pragma once

#include <vector>

#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/scanner.h"

namespace griot::whatsapp_crm::mapping {

struct Path {
  uint32_t level;
  uint32_t let = kNothing;  // the value with a name that it starts from
  std::vector<Step> steps;
};

// What a path is read with: the names that stand for values, and expressions within it.
class PathContext {
 public:
  virtual ~PathContext() = default;
  // Throws Fault when there is none of that name; `offset` is where it stands.
  virtual uint32_t LetOf(const std::string& name, size_t offset) = 0;
  virtual NodeId Inner() = 0;
};

// Reads a path ("a.b[0].c", "^.value", "$.session", "$contact.name", "list[name=x].value",
// "list[id=(other.id)]", "[(type)]") up to what cannot belong to it. Throws Fault.
Path ReadPath(Scanner& in, uint32_t level, PathContext& context);
// One name of a path, quoted where it has other letters than names have.
std::string ReadName(Scanner& in);

}  // namespace griot::whatsapp_crm::mapping
