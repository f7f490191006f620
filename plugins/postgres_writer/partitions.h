#pragma once

#include <cstdint>
#include <set>
#include <span>

#include "array_param.h"
#include "connection.h"

namespace griot::postgres {

// Knows which monthly partitions are there, and has the missing ones made before the rows that
// need them arrive. One thread at a time.
class Partitions {
 public:
  // `months` since 1970, each once. Round trips only for months not seen before; what was made
  // stays, also when the rest was not.
  PgError Ensure(Connection& connection, std::span<const int32_t> months, Deadline deadline);
  // The month of `now` and the two after it.
  PgError EnsureAhead(Connection& connection, griot_time now, Deadline deadline);
  // Forgets all: a partition may have been dropped.
  void Forget() { known_.clear(); }

 private:
  PgError Make(Connection& connection, std::span<const int32_t> months, Deadline deadline);

  std::set<int32_t> known_;
};

}  // namespace griot::postgres
