#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugins/dashboard/api/answer.h"
#include "plugins/dashboard/api/route.h"
#include "plugins/dashboard/auth/access.h"

namespace griot::dashboard {

// The settings API: what decides a project's numbers, and who may see them. Each list's routes in
// a file of their own; `access` must outlive them.
std::vector<Route> ProjectRoutes(Access& access);
std::vector<Route> GoalRoutes();
std::vector<Route> KeyRoutes();
std::vector<Route> TeamRoutes();
std::vector<Route> InvitationRoutes(Access& access);
std::vector<Route> SavedRoutes();
std::vector<Route> AuditRoutes();

// A route of a project (`?project=`).
inline Route InProject(int method, std::string pattern, Role needs,
                       std::optional<Answer> (*run)(Call&)) {
  return {method, std::move(pattern), needs, Scope::kProject, 96 << 10, run};
}

// Keys only read. Throws Problem 403.
inline void NeedPerson(const Call& call) {
  if (call.caller.user.empty()) throw Problem(403, "role", "a key only reads: sign in to change");
}

// {"NAME":JSON}
inline Answer Wrapped(int status, std::string_view name, std::string_view json) {
  std::string body = "{\"";
  body.append(name).append("\":").append(json).append("}");
  return JsonAnswer(status, std::move(body));
}

}  // namespace griot::dashboard
