#include "griot/plugin.hpp"

#include "plugins/dashboard/dashboard.h"
#include "plugins/dashboard/options.h"

GRIOT_PLUGIN((griot::PluginInfo{.id = "dashboard",
                                .version = "1.0.0",
                                .summary = "Reports over HTTP, from roll-ups that it keeps",
                                .options_schema = griot::dashboard::kOptionsSchema}),
             griot::dashboard::Dashboard)
