#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "griot/json.hpp"

namespace griot::whatsapp_crm::mapping {

// Copies `text`, of which `root` was read, to `*out` with what stands at any of the paths taken out
// (null, or 0 where there is no room for that, and spaces). False, with `*out` as it was, when
// nothing stands there.
bool Redact(json::Value root, std::string_view text,
            const std::vector<std::vector<std::string>>& paths, std::string* out);

}  // namespace griot::whatsapp_crm::mapping
