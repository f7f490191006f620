// The numbers behind `griot top`: what every stage has done so far. Rates are the reader's to make.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "griot/json.hpp"
#include "host/pipeline/pipeline.h"

namespace griot::host {

// Writes [{name, lanes, waiting, stages:[{stage, kind, plugin, generation, instances, batches,
// events, filtered, dead, duplicate, failures, nanos, queue, times:[[class, count], …]}]}].
void WriteLoads(json::Writer<std::string>& w, Metrics& metrics,
                const std::vector<std::unique_ptr<Pipeline>>& pipelines);

}  // namespace griot::host
