#pragma once

#include <cstdint>

#include "connection.h"
#include "griot/cpp/host.hpp"

namespace griot::postgres {

// Publishes the projects' settings from Postgres, where they are the truth, to the host. One thread
// at a time.
class SettingsFeed {
 public:
  // One cheap query; the document only when its version has grown.
  PgError Poll(Connection& connection, const Context& context, Deadline deadline);

 private:
  int64_t version_ = 0;
};

}  // namespace griot::postgres
