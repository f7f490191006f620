#pragma once

#include <vector>

#include "plugins/dashboard/api/route.h"

namespace griot::dashboard {

// /welcome, where links lead to and one signs in, and its script.
std::vector<Route> WelcomeRoutes();

}  // namespace griot::dashboard
