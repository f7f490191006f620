#include "commands.h"

#include "griot/command.hpp"
#include "sink.h"

namespace griot::postgres {
namespace {

constexpr griot_command kMigrate =
    Command<RunMigrate>("migrate", "[--dry-run]", "Bring the database's tables up to date");
constexpr griot_command kLettersLs = Command<RunDeadLettersLs>(
    "dead-letters ls", "[--project P] [--reason R] [--limit N] [--replayed]",
    "List what could not be stored, newest first");
constexpr griot_command kLettersShow =
    Command<RunDeadLettersShow>("dead-letters show", "ID", "Show one dead letter, whole");
constexpr griot_command kLettersReplay =
    Command<RunDeadLettersReplay>("dead-letters replay", "ID… | --reason R [--project P] | --all",
                                  "Send dead letters through the running griot again");
constexpr griot_command kKeyNew =
    Command<RunKeyNew>("key new",
                       "--project P [--create-project] [--kind write|read|import] [--secret] "
                       "[--channel C]… [--origin O]… [--rate N [--burst N]]",
                       "Make a key, and print it (and its secret) this once");
constexpr griot_command kKeyAdd = Command<RunKeyAdd>(
    "key add", "--existing KEY|sha256:HEX|- --project P [and all that key new takes]",
    "Keep a key alive that clients have already; - reads it from standard input");
constexpr griot_command kKeyLs =
    Command<RunKeyLs>("key ls", "[--project P]", "List keys, and what they are held to");
constexpr griot_command kKeyRevoke =
    Command<RunKeyRevoke>("key revoke", "PREFIX", "Make a key worthless");
constexpr griot_command kProjectNew =
    Command<RunProjectNew>("project new", "ID [--name TEXT] [--timezone ZONE]", "Make a project");
constexpr griot_command kProjectLs = Command<RunProjectLs>("project ls", "", "List projects");

constexpr const griot_command* kList[] = {&kMigrate,    &kLettersLs, &kLettersShow, &kLettersReplay,
                                          &kKeyNew,     &kKeyAdd,    &kKeyLs,       &kKeyRevoke,
                                          &kProjectNew, &kProjectLs};
constexpr griot_commands kCommands{sizeof(griot_commands), 10, kList};

}  // namespace

const griot_commands* PostgresWriter::Commands() { return &kCommands; }

}  // namespace griot::postgres
