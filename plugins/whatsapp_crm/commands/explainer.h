#pragma once

#include <string>
#include <string_view>

#include "griot/command.hpp"
#include "plugins/whatsapp_crm/mapping/trace.h"

namespace griot::whatsapp_crm {

// Prints why rules did not take an element: what their condition asks for, and what was found. One
// thread; the program must outlive it.
class Explainer final : public mapping::Trace {
 public:
  Explainer(const CommandLine& call, const mapping::Program& program)
      : call_(call), program_(program) {}

  // Of each payload.
  void Begin() { inner_ = false; }
  void Element(json::Value element) override;
  void Condition(Asked what, std::string_view name, const mapping::Condition& when, bool holds,
                 mapping::Values& values) override;

 private:
  // The first test that does not hold, in words.
  std::string Because(const std::vector<mapping::Test>& tests, mapping::Values& values) const;
  std::string Found(const mapping::Test& test, mapping::Values& values) const;
  std::string Wanted(const mapping::Test& test) const;

  const CommandLine& call_;
  const mapping::Program& program_;
  bool inner_ = false;  // what comes stands within the body
};

}  // namespace griot::whatsapp_crm
