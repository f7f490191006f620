// griot.http/1: the plugins' view of the HTTP front.
#pragma once

#include "griot/abi.h"
#include "griot/cpp/status.hpp"

namespace griot::host {

const griot_http* HttpTable();

// Opens the routes that the stage asked for. INVALID: one is taken, or its pattern is none.
// [control-thread]
Status OpenRoutes(griot_ctx* ctx);
// Says that a source's routes are open (host/pipeline/heard.h); OpenRoutes does. [control-thread]
void TellDoor(griot_ctx* ctx);
// Takes the stage's routes away; returns when no handler of them runs any more. [control-thread]
void RemoveRoutes(griot_ctx* ctx);
// Answers 503 to every request whose answer the stage still owed when it stopped.
void DropReplies(griot_ctx* ctx);

}  // namespace griot::host
