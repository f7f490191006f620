#pragma once

#include <string>
#include <string_view>

namespace griot::config {

/// Checks options that were checked against one schema against another, as when a plugin's version
/// changes: `*options_json` is typed anew and gets the defaults of this one. Empty when all is
/// well, else what is wrong; no text of a writeOnly option stands in it.
std::string RecheckOptions(std::string_view schema_json, std::string* options_json);

}  // namespace griot::config
