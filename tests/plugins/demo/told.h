#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "history/history.h"

namespace griot::demo {

// An event as a reader of the requests finds it.
struct ToldEvent {
  std::string channel, name, user, anonymous, message, campaign;
  int64_t at = 0;  // microseconds since 1970
  int64_t value = 0;
};

// What the requests of a history say, read from their bytes alone, with another eye than the code
// that wrote them: each event once, by what a door makes its id of.
struct Told {
  std::map<std::string, ToldEvent> events;
  uint64_t deliveries = 0;
  std::vector<std::string> bodies;
};

// Tells all deliveries, in bodies of `batch` of either kind.
Told Tell(const History& history, const std::vector<Happening>& deliveries, size_t batch);

}  // namespace griot::demo
