#pragma once

#include <string>

namespace griot::host {

// The file's bytes; empty when it cannot be read. In one read: plugins with their debug information
// have tens of megabytes.
std::string ReadFile(const std::string& path);

}  // namespace griot::host
