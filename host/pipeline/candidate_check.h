// What is asked of a plugin's new version before the host maps it: in a process of its own, which
// may crash or hang.
#pragma once

#include <string>
#include <string_view>

namespace griot::host {

// Reads what is to be checked (docs/swap.md; one JSON object), tries it in this process, whose host
// it makes, with `scratch` as the folder for copies and data. Gives back a JSON object: `ok`, or
// `error`.
std::string CheckCandidate(std::string_view job, const std::string& scratch);

}  // namespace griot::host
