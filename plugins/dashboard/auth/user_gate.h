#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "plugins/dashboard/api/key_gate.h"
#include "plugins/dashboard/auth/access.h"
#include "plugins/dashboard/options.h"

namespace griot::dashboard {

// Admits who carries a read key, and else who is signed in and has a role in the project. What
// stands in the store counts, so a role that was taken away is gone with the next request.
// Thread-safe; waits for Postgres. `access` and `keys` must outlive it.
class UserGate final : public Gate {
 public:
  UserGate(Access& access, KeyGate& keys, const Options& options)
      : access_(access), keys_(keys), options_(options) {}

  std::variant<Caller, Refusal> Admit(const Request& request, std::string_view project,
                                      Role needed) override;

 private:
  Caller Find(Db& db, const Sent& sent, int method, std::string_view project) const;
  std::unique_ptr<Db> TakeDb();

  Access& access_;
  KeyGate& keys_;
  const Options options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Db>> free_;  // as many as threads ever asked at once
};

}  // namespace griot::dashboard
