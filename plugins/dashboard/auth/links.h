#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugins/dashboard/db/db.h"

namespace griot::dashboard {

// A link that opens an account once. Plain data.
struct Link {
  std::string kind;     // "first", "invitation", "password"
  std::string user;     // whose password it sets
  std::string email;    // who is invited, or whose password it is
  std::string project;  // of the invitation; empty: of all
  std::string role;
  std::string ends_at;
  std::string kept;  // what is kept of its token
};

// Makes one and gives its token, which nobody can read anywhere again. An older one for the same
// purpose ends. Throws pg::Error, 23503 where there is no such project.
std::string MakeLink(Db& db, const Link& link, std::string_view made_by);

// nullopt: there is none, or it is used, too old, or of no use any more (a first one when there
// are users). `lock`: to use it, in a transaction.
std::optional<Link> FindLink(Db& db, std::string_view token, bool lock);
void EndLink(Db& db, const Link& link);

// Where a browser opens it. The token stands behind the #, which no server and no log gets to see.
std::string LinkUrl(std::string_view origin, std::string_view token);

}  // namespace griot::dashboard
