#pragma once

#include <string>

#include "griot/json.hpp"

namespace griot::dashboard {

// The filters of a goal, checked and written as griot_goal_matches reads them. Throws Problem that
// names the filter which is wrong.
std::string ReadFilters(json::Value filters);

}  // namespace griot::dashboard
