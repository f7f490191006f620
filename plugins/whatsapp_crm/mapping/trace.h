#pragma once

#include <string_view>

#include "griot/json.hpp"
#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/values.h"

namespace griot::whatsapp_crm::mapping {

// Told what an evaluator asks of each element, in turn: for people who write mappings. Called on
// the evaluator's thread.
class Trace {
 public:
  enum class Asked { kDead, kIgnore, kRule, kCase };

  virtual ~Trace() = default;

  virtual void Element(json::Value element) = 0;
  // `name` is the rule's, or what is counted. `values` are those of the element at hand.
  virtual void Condition(Asked what, std::string_view name, const mapping::Condition& when,
                         bool holds, Values& values) = 0;
};

}  // namespace griot::whatsapp_crm::mapping
