#pragma once

#include <span>
#include <string_view>

namespace griot::whatsapp_crm::mapping {

// A mapping that comes with griot (providers/), as it stands in its file.
struct Preset {
  std::string_view name;
  std::string_view text;
};

// In order of their names.
std::span<const Preset> Presets();

// Empty: there is none of that name.
inline std::string_view PresetText(std::string_view name) {
  for (const Preset& preset : Presets()) {
    if (preset.name == name) return preset.text;
  }
  return {};
}

}  // namespace griot::whatsapp_crm::mapping
