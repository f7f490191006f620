#include "plugins/dashboard/auth/user_gate.h"

#include <utility>

#include "plugins/dashboard/api/answer.h"
#include "plugins/dashboard/auth/role.h"

namespace griot::dashboard {
namespace {

// Two at most: whether there is one, and whether it is the only one.
constexpr char kProjects[] =
    "select project, role from roles_now where user_id = ($1::text)::uuid "
    "and ($2::text = '' or project = $2::text) limit 2";

}  // namespace

std::unique_ptr<Db> UserGate::TakeDb() {
  const std::lock_guard lock(mutex_);
  if (free_.empty()) {
    return std::make_unique<Db>(options_.url, "griot_app", std::chrono::seconds(5), false);
  }
  auto db = std::move(free_.back());
  free_.pop_back();
  return db;
}

Caller UserGate::Find(Db& db, const Sent& sent, int method, std::string_view project) const {
  const Person person = access_.Need(db, sent, method);
  const Result rows = db.Run(kProjects, {person.id, std::string(project)});
  if (rows.rows() == 0 && !project.empty()) {
    throw Problem(404, "no_project", "there is no such project");
  }
  if (rows.rows() == 0) throw Problem(403, "role", "you have no role in any project yet");
  if (rows.rows() > 1) {
    throw BadParameter("project", "is needed: you may see several");
  }
  return {person.email, person.id, std::string(rows.text(0, 0)),
          RoleOf(rows.text(0, 1)).value_or(Role::kNone)};
}

std::variant<Caller, Refusal> UserGate::Admit(const Request& request, std::string_view project,
                                              Role needed) {
  if (request.Header("Authorization") || request.Header("X-Api-Key")) {
    return keys_.Admit(request, project, needed);
  }
  auto db = TakeDb();
  try {
    Caller caller;
    try {
      caller = Find(*db, Sent::Of(request), request.method(), project);
    } catch (const pg::Error& error) {
      if (!error.sqlstate.empty() && !error.sqlstate.starts_with("57")) throw;
      // It was closed while nobody used it. Nothing was changed yet, so: again.
      caller = Find(*db, Sent::Of(request), request.method(), project);
    }
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(std::move(db));
    }
    if (caller.role < needed) {
      return Refusal{403, "role",
                     "this needs the role " + std::string(NameOf(needed)) + "; yours is " +
                         std::string(NameOf(caller.role))};
    }
    return caller;
  } catch (const Problem& problem) {
    if (db) {
      const std::lock_guard lock(mutex_);
      free_.push_back(std::move(db));
    }
    return Refusal{problem.status, problem.code, problem.message, problem.retry_after};
  } catch (const pg::Error&) {
    return Refusal{503, "store_down", "the store cannot be reached", 5};
  }
}

}  // namespace griot::dashboard
