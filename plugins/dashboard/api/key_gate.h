#pragma once

#include "plugins/dashboard/api/directory.h"
#include "plugins/dashboard/api/gate.h"

namespace griot::dashboard {

// Admits who carries a read key, as `Authorization: Bearer rk_…` or `X-Api-Key`. Thread-safe; the
// directory must outlive it.
class KeyGate final : public Gate {
 public:
  explicit KeyGate(const Directory& directory) : directory_(directory) {}
  std::variant<Caller, Refusal> Admit(const Request& request, std::string_view project,
                                      Role needed) override;

 private:
  const Directory& directory_;
};

}  // namespace griot::dashboard
