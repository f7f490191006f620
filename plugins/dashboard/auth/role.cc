#include "plugins/dashboard/auth/role.h"

namespace griot::dashboard {

std::string_view NameOf(Role role) {
  switch (role) {
    case Role::kViewer:
      return "viewer";
    case Role::kAnalyst:
      return "analyst";
    case Role::kOwner:
      return "owner";
    case Role::kNone:
      break;
  }
  return "none";
}

std::optional<Role> RoleOf(std::string_view name) {
  for (const Role role : {Role::kViewer, Role::kAnalyst, Role::kOwner}) {
    if (NameOf(role) == name) return role;
  }
  return std::nullopt;
}

}  // namespace griot::dashboard
