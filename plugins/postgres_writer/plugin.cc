#include "griot/plugin.hpp"

#include "options.h"
#include "sink.h"

GRIOT_PLUGIN((griot::PluginInfo{
                 .id = "postgres_writer",
                 .version = "1.0.0",
                 .summary = "Stores events in Postgres, each exactly once, with facts and ledger",
                 .options_schema = griot::postgres::kOptionsSchema,
                 .capabilities = GRIOT_CAP_LEDGER}),
             griot::postgres::PostgresWriter)
