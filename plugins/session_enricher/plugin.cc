#include "griot/plugin.hpp"

#include "enricher.h"

GRIOT_PLUGIN((griot::PluginInfo{
                 .id = "session_enricher",
                 .version = "1.0.0",
                 .summary = "Groups each user's events into sessions, and keeps a row for each",
                 .options_schema = griot::sessions::kOptionsSchema}),
             griot::sessions::SessionEnricher)
