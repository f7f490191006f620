#include "griot/plugin.hpp"

#include "plugins/segment_api/options.h"
#include "plugins/segment_api/segment_api.h"

GRIOT_PLUGIN((griot::PluginInfo{.id = "segment_api",
                                .version = "1.0.0",
                                .summary = "Events by HTTP from Segment's SDKs",
                                .options_schema = griot::segment_api::kOptionsSchema}),
             griot::segment_api::SegmentApi)
