#pragma once

#include "enricher.h"
#include "griot/testing.hpp"
#include "sink.h"

namespace griot::postgres {

// session_enricher as a loaded plugin, with its look-ups answered by a writer: what the host does.
class SessionPlugin {
 public:
  explicit SessionPlugin(fake::Host& host) {
    plugin_.struct_size = sizeof plugin_;
    plugin_.id = "session_enricher";
    plugin_.get_extension = [](const char* id) -> const void* {
      return std::string_view(id) == GRIOT_EXT_STORE ? sessions::SessionEnricher::Store() : nullptr;
    };
    host.catalogue.plugins.push_back(&plugin_);
  }

 private:
  griot_plugin plugin_{};
};

}  // namespace griot::postgres
