#include "griot/plugin.hpp"

#include "plugins/conversations/conversations.h"

GRIOT_PLUGIN((griot::PluginInfo{
                 .id = "conversations",
                 .version = "1.0.0",
                 .summary = "Keeps what becomes of messages and chats, and how long customers wait",
                 .options_schema = griot::conversations::kOptionsSchema}),
             griot::conversations::Conversations)
