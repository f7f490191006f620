#include "griot/plugin.hpp"

#include "plugins/history_import/door/import_door.h"
#include "plugins/history_import/door/options.h"

GRIOT_PLUGIN((griot::PluginInfo{.id = "history_import",
                                .version = "1.0.0",
                                .summary = "Past events by HTTP, and the command that brings them",
                                .options_schema = griot::history_import::kOptionsSchema}),
             griot::history_import::ImportDoor)
