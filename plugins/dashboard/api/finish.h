#pragma once

#include "plugins/dashboard/api/answer.h"
#include "plugins/dashboard/api/call.h"

namespace griot::dashboard {

// Gives an answer, the one place where all of them leave: what the caller may not read is masked,
// what it has already is not sent again (ETag), and nothing of it is kept by anybody else.
void Finish(const Call& call, Answer answer);

}  // namespace griot::dashboard
