// What runs here, for people and programs to read (griot ls).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/pipeline/pipeline.h"

namespace griot::host {

// {"pipelines":[{name, lanes, stages:[…]}], "services":[…]}; a stage is {stage, kind, plugin,
// version, file, sha256, generation, instances}, and `installed`, the version in the plugins
// folder, where a swap put in another. No options: they hold secrets.
std::string ListJson(const std::vector<std::unique_ptr<Pipeline>>& pipelines,
                     const std::vector<std::unique_ptr<Stage>>& services,
                     const Catalogue& catalogue);

const char* KindName(uint32_t kind);

}  // namespace griot::host
