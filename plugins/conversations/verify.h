#pragma once

#include "griot/abi/ext/command.h"

namespace griot::conversations {

// `griot conversations verify`: compares message_facts with sql/queries/message_facts.sql, and
// chats, response_times and resolutions with sql/queries/chats.sql, in one snapshot, of rows that
// lie in the time given. Exit code 0: no difference.
int32_t RunVerify(const griot_command_call* call);

}  // namespace griot::conversations
