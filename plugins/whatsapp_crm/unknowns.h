#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "griot/plugin.hpp"

namespace griot::whatsapp_crm {

// Counts what was acknowledged and is no event, by what it was. Any thread.
class Unknowns {
 public:
  // `known`: the names that are counted by themselves. All others are "other": labels must not grow
  // with the input.
  Unknowns(const Context& context, std::span<const std::string_view> known);
  void Count(std::string_view name) const;

 private:
  std::map<std::string, Metric, std::less<>> by_name_;
};

}  // namespace griot::whatsapp_crm
