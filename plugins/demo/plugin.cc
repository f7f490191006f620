#include "griot/plugin.hpp"

#include "demo.h"

GRIOT_PLUGIN((griot::PluginInfo{
                 .id = "demo",
                 .version = "1.0.0",
                 .summary = "An invented business, told through the real doors",
                 .options_schema = R"({"type": "object", "additionalProperties": false})"}),
             griot::demo::Demo)
