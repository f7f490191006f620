// Makes the stages of a pipeline from their definitions.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/config/definition.h"
#include "host/loader/catalogue.h"
#include "host/pipeline/lane.h"
#include "host/pipeline/source_port.h"
#include "host/pipeline/source_thread.h"

namespace griot::host {

// Whether a source is polled, rather than pushing.
bool Pulls(const Library& library);

// For the control thread. What it refers to outlives it. Problems are prefixed by file:line:col.
struct StageMaker {
  Host& host;
  const Catalogue& catalogue;
  const std::string& pipeline;  // empty: of services
  unsigned lanes;
  bool hold = false;  // what they say of their health waits until they are at work

  Status Make(const config::StageDef& def, uint32_t kind, uint32_t lane, Lane* at,
              std::unique_ptr<Stage>* out) const;
  // A source that pushes has one instance for all lanes, one that is polled an instance a lane. The
  // ports of those that push are closed.
  Status MakeSource(const config::StageDef& def, const std::vector<std::unique_ptr<Lane>>& at,
                    std::vector<PushSource>* pushes,
                    std::vector<std::unique_ptr<SourceThread>>* pulls) const;
};

}  // namespace griot::host
