#include "griot/plugin.hpp"

#include "plugins/campaign_enricher/enricher.h"

GRIOT_PLUGIN((griot::PluginInfo{
                 .id = "campaign_enricher",
                 .version = "1.0.0",
                 .summary = "Says which campaign and what kind of referrer brought a visit",
                 .options_schema = griot::campaigns::kOptionsSchema,
                 .capabilities = GRIOT_CAP_STATELESS | GRIOT_CAP_PURE}),
             griot::campaigns::CampaignEnricher)
