#include "plugins/whatsapp_crm/commands/commands.h"

#include <exception>

#include "griot/cpp/status.hpp"
#include "plugins/whatsapp_crm/commands/call.h"

namespace griot::whatsapp_crm {
namespace {

// No exception leaves the plugin.
template <int32_t (*kRun)(const griot_command_call*)>
int32_t Guarded(const griot_command_call* call) {
  try {
    return kRun(call);
  } catch (const std::exception& e) {
    return Call(call).Fail(kFailed, e.what());
  }
}

template <int32_t (*kRun)(const griot_command_call*)>
constexpr griot_command Command(const char* name, const char* usage, const char* summary) {
  return {sizeof(griot_command), 0, name, usage, summary, &Guarded<kRun>};
}

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
