#include "griot/command.hpp"
#include "plugins/identity_resolver/person_commands.h"
#include "plugins/identity_resolver/resolver.h"

namespace griot::identity {
namespace {

constexpr griot_command kShow = Command<RunPersonShow>(
    "person show", "WHO [--project P]",
    "Show a person, by any identifier or id, and the events that prove who it is");
constexpr griot_command kMerge =
    Command<RunPersonMerge>("person merge", "WHO OTHER [--project P] [--by NAME]",
                            "Say that two are one person, where no event says it");
constexpr griot_command kSplit =
    Command<RunPersonSplit>("person split", "WHO from OTHER [--lift] [--project P] [--by NAME]",
                            "Keep two identifiers apart, whatever events say, past and later");
constexpr griot_command kForget =
    Command<RunPersonForget>("person forget", "WHO --yes [--project P] [--wait SECONDS]",
                             "Erase a person for ever, whatever is sent again");
constexpr const griot_command* kList[] = {&kShow, &kMerge, &kSplit, &kForget};
constexpr griot_commands kCommands{sizeof(griot_commands), 4, kList};

}  // namespace

const griot_commands* IdentityResolver::Commands() { return &kCommands; }

}  // namespace griot::identity
