#pragma once

#include <string>
#include <string_view>
#include <utility>
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
  Each ReadEach(const Yaml& text, std::string_view path);

  // Names that expressions read from here on may use ($name); Forget drops all but the first ones.
  void Name(const std::string& name, uint32_t let) { names_.emplace_back(name, let); }
  size_t names() const { return names_.size(); }
  void Forget(size_t first) { names_.resize(first); }
  bool Knows(std::string_view name) const;
  // Throws Fault when there is none.
  uint32_t LetOf(std::string_view name, size_t offset) const;

  // What expressions ask the memory for, to be held against what is put there.
  struct Recalled {
    std::string name, path;
    Place place;
  };
  const std::vector<Recalled>& recalled() const { return recalled_; }
  void AddRecalled(std::string name) { recalled_.push_back({std::move(name), path_, place_}); }

  NodeId Add(const Node& node);
  NodeId AddFirst(const std::vector<NodeId>& choices);
  uint32_t AddConstant(Constant constant);

 private:
  Program& program_;
  Problems& problems_;
  std::vector<std::pair<std::string, uint32_t>> names_;
  std::vector<Recalled> recalled_;
  std::string path_;  // of the expression at hand
  Place place_;
};

// true, false and numbers without quotes are what they are; everything else is a text.
Constant ConstantOf(std::string_view text, bool plain);

}  // namespace griot::whatsapp_crm::mapping
