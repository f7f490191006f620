#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "griot/cpp/http.hpp"

namespace griot::dashboard {

enum class Role { kNone, kViewer, kAnalyst, kOwner };

// Who asks, and what they may. Plain data.
struct Caller {
  std::string name;         // the e-mail of a user, the beginning of a key
  std::string user;         // its uuid; empty: a key
  std::string project;      // the one that was asked for and that they may see
  Role role = Role::kNone;  // in that project; read keys are analysts

  bool masked() const { return role < Role::kAnalyst; }  // phones, e-mails, what was written
  bool may_export() const { return role >= Role::kAnalyst; }
};

// Why somebody may not: 401, 403, 404, 429, 503, or 400 where it is not said which project.
struct Refusal {
  int status = 401;
  std::string code;
  std::string message;
  long retry_after = 0;
};

// Says who asks. Thread-safe; called on the host's pool, and may wait for Postgres.
class Gate {
 public:
  virtual ~Gate() = default;
  // `project`: empty for the one that the caller may see, if it is only one.
  virtual std::variant<Caller, Refusal> Admit(const Request& request, std::string_view project,
                                              Role needed) = 0;
};

}  // namespace griot::dashboard
