#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugins/whatsapp_crm/mapping/problem.h"
#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/yaml.h"

namespace griot::whatsapp_crm::mapping {

// Reads expressions ("a.b | phone(^.c[0]) | =text") into a program's nodes. One thread; both must
// outlive it.
class Expressions {
 public:
  Expressions(Program& program, Problems& problems) : program_(program), problems_(problems) {}

  // `level` is that of the element at hand. With `user` each alternative is read as an address.
  // kNothing, and a problem, when it is none.
  NodeId Read(const Yaml& text, std::string_view path, uint32_t level, bool user = false);
  // "entry[].changes[].value.messages[]": the way to each list, one from an element of the other.
  std::vector<std::vector<Step>> ReadEach(const Yaml& text, std::string_view path);

  NodeId Add(const Node& node);
  NodeId AddFirst(const std::vector<NodeId>& choices);
  uint32_t AddConstant(Constant constant);

 private:
  Program& program_;
  Problems& problems_;
};

// true, false and numbers without quotes are what they are; everything else is a text.
Constant ConstantOf(std::string_view text, bool plain);

}  // namespace griot::whatsapp_crm::mapping
