#include "plugins/whatsapp_crm/known_names.h"

#include <algorithm>

namespace griot::whatsapp_crm {
namespace {

constexpr size_t kMostNames = 100;
constexpr size_t kMostBytes = 64;

class Names {
 public:
  void Add(const mapping::Group& group) {
    for (const auto& ignore : group.ignore) Add(ignore.as);
    for (const auto& rule : group.rules) {
      for (const auto& all : rule.when.any) Add(all);
    }
    for (const auto& inner : group.groups) Add(inner);
  }
  std::vector<std::string_view> Take() { return std::move(names_); }

 private:
  void Add(const std::vector<mapping::Test>& tests) {
    for (const auto& test : tests) {
      if (test.kind != mapping::Test::Kind::kIn) continue;
      for (const std::string& text : test.texts) Add(text);
    }
  }
  void Add(std::string_view name) {
    if (name.empty() || name.size() > kMostBytes || names_.size() == kMostNames) return;
    if (std::ranges::find(names_, name) == names_.end()) names_.push_back(name);
  }

  std::vector<std::string_view> names_;
};

}  // namespace

std::vector<std::string_view> KnownNames(const mapping::Program& program) {
  Names names;
  names.Add(program.root);
  return names.Take();
}

}  // namespace griot::whatsapp_crm
