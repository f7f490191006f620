#include "griot/plugin.hpp"

#include "plugins/user_agent_enricher/enricher.h"

GRIOT_PLUGIN((griot::PluginInfo{
                 .id = "user_agent_enricher",
                 .version = "1.0.0",
                 .summary = "Says which device, system and browser a user agent is, and marks bots",
                 .options_schema = griot::user_agents::kOptionsSchema}),
             griot::user_agents::UserAgentEnricher)
