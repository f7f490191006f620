#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "griot/abi/types.h"

namespace griot::sessions {

// What the projects' settings say of sessions: how long a channel may be silent within one (`idle`,
// else 30 minutes), and whether every event opens one (`session.opens_on: every_event`) or only
// what a person does. Postgres judges by the same settings (0002_rules.sql). Follows them as they
// change. One thread at a time.
class ProjectRules {
 public:
  static constexpr griot_time kDefaultIdle = 1800 * int64_t{1000000};

  // Reads the host's settings again if their version has changed.
  void Refresh();

  griot_time Idle(std::string_view project, std::string_view channel) const;
  bool EveryEvent(std::string_view project) const;

 private:
  struct Rules {
    std::map<std::string, griot_time, std::less<>> idle;
    bool every_event = false;
  };
  std::map<std::string, Rules, std::less<>> projects_;
  uint64_t version_ = 0;
};

}  // namespace griot::sessions
