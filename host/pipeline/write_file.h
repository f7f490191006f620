#pragma once

#include <string>
#include <string_view>

namespace griot::host {

// Written beside and renamed, and on disk when it is true: a crash leaves the old file or the new
// one. Mode 0600.
bool WriteFile(const std::string& path, std::string_view bytes);

}  // namespace griot::host
