#pragma once

#include "enricher.h"
#include "griot/testing.hpp"
#include "plugins/identity_resolver/resolver.h"
#include "sink.h"

namespace griot::postgres {

// session_enricher and identity_resolver as loaded plugins: what the host does.
class StorePlugins {
 public:
  explicit StorePlugins(fake::Host& host) {
    plugin_.struct_size = sizeof plugin_;
    plugin_.id = "session_enricher";
    plugin_.get_extension = [](const char* id) -> const void* {
      return std::string_view(id) == GRIOT_EXT_STORE ? sessions::SessionEnricher::Store() : nullptr;
    };
    host.catalogue.plugins.push_back(&plugin_);
    people_.struct_size = sizeof people_;
    people_.id = "identity_resolver";
    people_.get_extension = [](const char* id) -> const void* {
      return std::string_view(id) == GRIOT_EXT_STORE ? identity::IdentityResolver::Store()
                                                     : nullptr;
    };
    host.catalogue.plugins.push_back(&people_);
  }

 private:
  griot_plugin plugin_{}, people_{};
};

}  // namespace griot::postgres
