#include "plugins/whatsapp_crm/mapping/presets.h"

#include <vector>

#include "griot/embedded_file.hpp"

namespace griot::whatsapp_crm::mapping {

extern const std::span<const EmbeddedFile> kProviders;  // of the build

std::span<const Preset> Presets() {
  static const std::vector<Preset> all = [] {
    std::vector<Preset> made;
    for (const EmbeddedFile& file : kProviders) {
      made.push_back({file.name.substr(0, file.name.rfind('.')), file.text});
    }
    return made;
  }();
  return all;
}

}  // namespace griot::whatsapp_crm::mapping
