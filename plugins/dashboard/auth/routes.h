#pragma once

#include <vector>

#include "plugins/dashboard/api/route.h"
#include "plugins/dashboard/auth/access.h"

namespace griot::dashboard {

// Signing in and out, one's own account, and links that open one. `access` must outlive them.
std::vector<Route> SignInRoutes(Access& access);
std::vector<Route> AccountRoutes(Access& access);
std::vector<Route> LinkRoutes(Access& access);

}  // namespace griot::dashboard
