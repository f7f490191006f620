#include "griot/plugin.hpp"

#include "options.h"
#include "sink.h"
#include "source.h"

GRIOT_PLUGIN((griot::PluginInfo{
                 .id = "redis_queue",
                 .version = "1.0.0",
                 .summary = "The durable queue between pipelines, on Redis Streams",
                 .options_schema = griot::redis_queue::kOptionsSchema,
                 .capabilities = GRIOT_CAP_RELAY,
             }),
             griot::redis_queue::QueueSource, griot::redis_queue::QueueSink)
