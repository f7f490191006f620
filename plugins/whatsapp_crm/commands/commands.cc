#include "plugins/whatsapp_crm/commands/commands.h"

#include "griot/command.hpp"

namespace griot::whatsapp_crm {
namespace {

constexpr griot_command kLs =
    Command<RunMapLs>("map ls", "", "List the providers whose webhooks are known");
constexpr griot_command kShow =
    Command<RunMapShow>("map show", "PROVIDER", "Print a provider's mapping, to copy and change");
constexpr griot_command kTest = Command<RunMapTest>(
    "map test", "MAPPING PAYLOAD… [--header 'K: V']…",
    "Show the events that a payload becomes, and why not others (MAPPING: provider or file)");

constexpr const griot_command* kList[] = {&kLs, &kShow, &kTest};
constexpr griot_commands kCommands{sizeof(griot_commands), 3, kList};

}  // namespace

const griot_commands* MapCommands() { return &kCommands; }

}  // namespace griot::whatsapp_crm
