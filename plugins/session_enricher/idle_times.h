#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "griot/abi/types.h"

namespace griot::sessions {

// How long a channel may be silent within a session: what the project's settings say, else the
// stage's options, else 30 minutes. Follows the settings as they change. One thread at a time.
class IdleTimes {
 public:
  static constexpr griot_time kDefault = 1800 * int64_t{1000000};

  // `options`: the text of an object of seconds by channel. Throws OptionError.
  void SetDefaults(std::string_view options);
  // Reads the host's settings again if their version has changed.
  void Refresh();

  griot_time Of(std::string_view project, std::string_view channel) const;

 private:
  using Channels = std::map<std::string, griot_time, std::less<>>;
  std::map<std::string, Channels, std::less<>> projects_;
  Channels defaults_;
  uint64_t version_ = 0;
};

}  // namespace griot::sessions
