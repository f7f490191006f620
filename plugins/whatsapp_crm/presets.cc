#include "plugins/whatsapp_crm/presets.h"

namespace griot::whatsapp_crm {
namespace {

std::string_view NameOf(const EmbeddedFile& file) {
  return file.name.substr(0, file.name.rfind('.'));
}

}  // namespace

const EmbeddedFile* FindPreset(std::string_view name) {
  for (const EmbeddedFile& preset : kPresets) {
    if (NameOf(preset) == name) return &preset;
  }
  return nullptr;
}

std::vector<std::string_view> PresetNames() {
  std::vector<std::string_view> names;
  for (const EmbeddedFile& preset : kPresets) names.push_back(NameOf(preset));
  return names;
}

}  // namespace griot::whatsapp_crm
