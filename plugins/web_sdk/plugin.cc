#include "griot/plugin.hpp"

#include "plugins/web_sdk/options.h"
#include "plugins/web_sdk/web_sdk.h"

GRIOT_PLUGIN((griot::PluginInfo{.id = "web_sdk",
                                .version = "1.0.0",
                                .summary = "Events by HTTP: browsers, servers, the incumbent's SDK",
                                .options_schema = griot::web_sdk::kOptionsSchema}),
             griot::web_sdk::WebSdk)
