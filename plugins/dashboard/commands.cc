#include "plugins/dashboard/rollup/commands.h"

#include <iterator>

#include "griot/command.hpp"
#include "plugins/dashboard/auth/user_commands.h"
#include "plugins/dashboard/dashboard.h"

namespace griot::dashboard {
namespace {

constexpr griot_command kVerify = Command<RunRollupVerify>(
    "rollup verify", "[--project P]", "Compare the roll-ups with what the events come to");
constexpr griot_command kRebuild = Command<RunRollupRebuild>(
    "rollup rebuild", "[--project P]", "Count the roll-ups anew from the events");
constexpr griot_command kLs = Command<RunUserLs>("user ls", "", "Who may sign in, and their roles");
constexpr griot_command kAdd =
    Command<RunUserAdd>("user add", "EMAIL --role viewer|analyst|owner [--project P] [--name N]",
                        "Make an account, in all projects or one; prints a link that opens it");
constexpr griot_command kRole =
    Command<RunUserRole>("user role", "EMAIL viewer|analyst|owner|none [--project P]",
                         "Give somebody a role, in all projects or one, or take it away");
constexpr griot_command kRm =
    Command<RunUserRm>("user rm", "EMAIL", "Remove somebody's account, and sign them out");
constexpr griot_command kLink =
    Command<RunUserLink>("user link", "[EMAIL] [--url URL]",
                         "Print a link that sets a password once, for the first owner or EMAIL");
constexpr const griot_command* kList[] = {&kVerify, &kRebuild, &kLs, &kAdd, &kRole, &kRm, &kLink};
constexpr griot_commands kCommands{sizeof(griot_commands), std::size(kList), kList};

}  // namespace

const griot_commands* Dashboard::Commands() { return &kCommands; }

}  // namespace griot::dashboard
