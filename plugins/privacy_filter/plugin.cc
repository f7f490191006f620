#include "griot/plugin.hpp"

#include "plugins/privacy_filter/filter.h"
#include "plugins/privacy_filter/options.h"

GRIOT_PLUGIN((griot::PluginInfo{
                 .id = "privacy_filter",
                 .version = "1.0.0",
                 .summary = "Drops, hashes, masks or removes what is not to be stored",
                 .options_schema = griot::privacy::kOptionsSchema,
                 .capabilities = GRIOT_CAP_STATELESS | GRIOT_CAP_PURE}),
             griot::privacy::PrivacyFilter)
