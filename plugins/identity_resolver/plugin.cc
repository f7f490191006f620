#include "griot/plugin.hpp"

#include "plugins/identity_resolver/resolver.h"

GRIOT_PLUGIN((griot::PluginInfo{
                 .id = "identity_resolver",
                 .version = "1.0.0",
                 .summary = "Finds who is one person, from what events show together",
                 .options_schema = griot::identity::kOptionsSchema}),
             griot::identity::IdentityResolver)
