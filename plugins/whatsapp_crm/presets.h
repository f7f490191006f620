#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "griot/embedded_file.hpp"

namespace griot::whatsapp_crm {

// The mappings of providers/, which travel inside the plugin.
extern const std::span<const EmbeddedFile> kPresets;

// nullptr: there is none of that name ("waha").
const EmbeddedFile* FindPreset(std::string_view name);
// In order.
std::vector<std::string_view> PresetNames();

}  // namespace griot::whatsapp_crm
