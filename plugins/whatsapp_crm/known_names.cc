#include "plugins/whatsapp_crm/known_names.h"

#include <algorithm>

namespace griot::whatsapp_crm {
namespace {

constexpr size_t kMostNames = 100;
constexpr size_t kMostBytes = 64;

class Names {
 public:
  explicit Names(const mapping::Program& program) : program_(program) {}

  void Add(const mapping::Group& group) {
    Add(group.kind);
    for (const mapping::Named& ignore : group.ignore) Add(ignore.as);
    Add(group.when);
    for (const mapping::Rule& rule : group.rules) {
      Add(rule.when);
      for (const mapping::Named& count : rule.count) Add(count.as);
    }
    for (const mapping::Group& inner : group.cases) Add(inner);
    for (const mapping::Group& inner : group.groups) Add(inner);
  }
  std::vector<std::string_view> Take() { return std::move(names_); }

 private:
  // What it may come to that is written in the mapping.
  void Add(mapping::NodeId id) {
    if (id == mapping::kNothing) return;
    const mapping::Node& node = program_.nodes[id];
    if (node.op == mapping::Op::kConst) return Add(program_.constants[node.a].text);
    if (node.op == mapping::Op::kWhen) {
      Add(program_.conditions[node.a]);
      return Add(node.b);
    }
    if (node.op != mapping::Op::kFirst) return;
    for (uint32_t i = 0; i < node.b; ++i) Add(program_.links[node.a + i]);
  }
  void Add(const mapping::Condition& when) {
    for (const auto& tests : when.any) {
      for (const mapping::Test& test : tests) {
        if (test.kind != mapping::Test::Kind::kIn) continue;
        for (const std::string& text : test.texts) Add(text);
      }
    }
  }
  void Add(const std::string& name) {
    if (name.empty() || name.size() > kMostBytes || names_.size() == kMostNames) return;
    if (std::ranges::find(names_, name) == names_.end()) names_.push_back(name);
  }

  const mapping::Program& program_;
  std::vector<std::string_view> names_;
};

}  // namespace

std::vector<std::string_view> KnownNames(const mapping::Program& program) {
  Names names(program);
  names.Add(program.root);
  return names.Take();
}

}  // namespace griot::whatsapp_crm
