#pragma once

#include <optional>
#include <string_view>

#include "plugins/dashboard/api/gate.h"

namespace griot::dashboard {

std::string_view NameOf(Role role);
std::optional<Role> RoleOf(std::string_view name);  // "viewer", "analyst", "owner"

}  // namespace griot::dashboard
