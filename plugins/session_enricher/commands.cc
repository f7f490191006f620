#include "enricher.h"
#include "griot/command.hpp"
#include "verify.h"

namespace griot::sessions {
namespace {

constexpr griot_command kVerify =
    Command<RunVerify>("sessions verify", "[--from T] [--to T] [--repair]",
                       "Compare the stored sessions with their definition over all events");
constexpr const griot_command* kList[] = {&kVerify};
constexpr griot_commands kCommands{sizeof(griot_commands), 1, kList};

}  // namespace

const griot_commands* SessionEnricher::Commands() { return &kCommands; }

}  // namespace griot::sessions
