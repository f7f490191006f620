#include "griot/plugin.hpp"

#include "plugins/whatsapp_crm/options.h"
#include "plugins/whatsapp_crm/whatsapp_crm.h"

GRIOT_PLUGIN((griot::PluginInfo{.id = "whatsapp_crm",
                                .version = "1.0.0",
                                .summary = "Webhooks of WhatsApp providers and CRMs as events",
                                .options_schema = griot::whatsapp_crm::OptionsSchema().c_str()}),
             griot::whatsapp_crm::WhatsappCrm)
