#include "griot/plugin.hpp"

#include "plugins/geo_enricher/enricher.h"
#include "plugins/geo_enricher/options.h"

GRIOT_PLUGIN((griot::PluginInfo{
                 .id = "geo_enricher",
                 .version = "1.0.0",
                 .summary = "Says which country an event is from, and takes the address out of it",
                 .options_schema = griot::geo::kOptionsSchema,
                 .capabilities = GRIOT_CAP_PURE}),
             griot::geo::GeoEnricher)
