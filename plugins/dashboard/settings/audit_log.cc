#include <charconv>
#include <limits>

#include "plugins/dashboard/auth/me.h"
#include "plugins/dashboard/settings/settings.h"

namespace griot::dashboard {
namespace {

constexpr int kMost = 500;

// What concerns no project (who signed in, and from where) is for owners of all.
constexpr char kList[] =
    "select coalesce(jsonb_agg(to_jsonb(l) order by l.number desc), '[]')::text from "
    "(select number, at, project, who, address, action, target, detail from audit_log "
    " where (project = $1::text or (project is null and ($2::text)::boolean)) "
    " and number < ($3::text)::bigint order by number desc limit ($4::text)::integer) l";

int64_t NumberOf(const Call& call, std::string_view name, int64_t otherwise, int64_t most) {
  for (const auto& [key, value] : call.query) {
    if (key != name) continue;
    int64_t number = 0;
    const auto result = std::from_chars(value.data(), value.data() + value.size(), number);
    if (result.ec != std::errc() || result.ptr != value.data() + value.size() || number < 1 ||
        number > most) {
      throw BadParameter(std::string(name),
                         "must be a whole number from 1 to " + std::to_string(most));
    }
    return number;
  }
  return otherwise;
}

// The newest first; `before`: the last number of the page before.
std::optional<Answer> List(Call& call) {
  NeedPerson(call);
  const int64_t last = std::numeric_limits<int64_t>::max();
  const int64_t before = NumberOf(call, "before", last, last);
  const int64_t limit = NumberOf(call, "limit", 100, kMost);
  const bool all = RoleEverywhere(*call.app, call.caller.user) == "owner";
  const Result rows = call.app->Run(kList, {call.project(), all ? "true" : "false",
                                            std::to_string(before), std::to_string(limit)});
  return Wrapped(200, "audit", rows.text(0, 0));
}

}  // namespace

std::vector<Route> AuditRoutes() {
  return {InProject(GRIOT_GET, "/api/v1/audit", Role::kOwner, &List)};
}

}  // namespace griot::dashboard
