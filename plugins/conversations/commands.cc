#include "griot/command.hpp"
#include "plugins/conversations/conversations.h"
#include "plugins/conversations/verify.h"

namespace griot::conversations {
namespace {

constexpr griot_command kVerify =
    Command<RunVerify>("conversations verify", "[--from T] [--to T]",
                       "Compare messages, chats and response times with what the events come to");
constexpr const griot_command* kList[] = {&kVerify};
constexpr griot_commands kCommands{sizeof(griot_commands), 1, kList};

}  // namespace

const griot_commands* Conversations::Commands() { return &kCommands; }

}  // namespace griot::conversations
