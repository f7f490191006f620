#pragma once

#include <string>
#include <string_view>

#include "plugins/dashboard/api/call.h"
#include "plugins/dashboard/db/db.h"

namespace griot::dashboard {

// One line of the audit log. Texts hold no secret: neither passwords nor tokens nor keys. Plain
// data.
struct Deed {
  std::string_view project;  // empty: of all
  std::string_view who;      // an e-mail, how a key begins, or "command line"
  std::string_view address;
  std::string_view action;  // "goal.changed"
  std::string target;
  std::string detail;  // JSON; empty: none
};

// In the transaction of what was done, so that neither is there without the other. Throws
// pg::Error.
void Record(Db& db, const Deed& deed);
// The same for what a caller did in their project.
void Record(Call& call, std::string_view action, std::string target, std::string detail = {});

}  // namespace griot::dashboard
