// What a shared object exports, read from the file without running any of it.
#pragma once

#include <string>

#include "griot/cpp/status.hpp"

namespace griot::host {

// OK when the file is a 64-bit ELF shared object of this machine that exports griot_plugin_entry
// and nothing else, and defines no UNIQUE symbol (which would pin it in the process for ever).
// The text says what is wrong and how the author cures it.
Status CheckPluginFile(const std::string& path);

}  // namespace griot::host
