#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "plugins/dashboard/api/answer.h"
#include "plugins/dashboard/api/call.h"

namespace griot::dashboard {

enum class Scope { kNone, kProject };

// What the API answers at one method and path.
struct Route {
  int method = GRIOT_GET;
  std::string pattern;         // "/api/v1/people/:id"
  Role needs = Role::kViewer;  // kNone: anybody, and the gate is not asked
  Scope scope = Scope::kProject;
  uint64_t max_body = 64 << 10;
  // On a worker's thread; may wait for Postgres and throw Problem. nullopt: it answers by
  // call.reply itself.
  std::function<std::optional<Answer>(Call&)> run;
};

}  // namespace griot::dashboard
