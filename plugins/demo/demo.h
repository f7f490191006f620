#pragma once

#include "griot/plugin.hpp"

namespace griot::demo {

// The plugin brings commands and their tables' rules; as a service it does nothing.
class Demo final : public Service {
 public:
  explicit Demo(const StageConfig& /*config*/) {}

  static const griot_store* Store();
  static const griot_commands* Commands();
};

}  // namespace griot::demo
