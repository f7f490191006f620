#pragma once

#include <string_view>

namespace griot::user_agents {

// mobile, tablet, desktop, tv or console, of an agent in lower case; empty: it does not say. Pure.
std::string_view DeviceType(std::string_view lower, std::string_view os);

// Whether a program speaks that no person looks through: what uap-core calls a spider is asked
// elsewhere; these are the libraries and tools beside them. Pure.
bool IsTool(std::string_view lower);

}  // namespace griot::user_agents
