#include "griot/plugin.hpp"

#include "plugins/whatsapp_crm/options.h"
#include "plugins/whatsapp_crm/whatsapp_crm.h"

GRIOT_PLUGIN((griot::PluginInfo{.id = "whatsapp_crm",
                                .version = "1.0.0",
                                .summary = "WhatsApp webhooks (Meta Cloud API) as events",
                                .options_schema = griot::whatsapp_crm::kOptionsSchema}),
             griot::whatsapp_crm::WhatsappCrm)
