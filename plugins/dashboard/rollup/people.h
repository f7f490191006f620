#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <roaring/roaring.hh>
#include <string>
#include <vector>

#include "plugins/dashboard/db/db.h"
#include "plugins/dashboard/rollup/event_rows.h"

namespace griot::dashboard {

// Which identifiers are whose now, and when each person first did something: what turns sets of
// identifiers into numbers of people. Read once, then kept up by what has changed. Thread-safe.
class People {
 public:
  // Brings it up to this moment; each report does before it counts.
  void Refresh(Db& reader);

  // The persons of a set of identifiers.
  Roaring PersonsOf(const Roaring& identifiers) const;
  uint32_t PersonOf(uint32_t identifier) const;
  // Those of these persons who are known by more than a browser or device.
  Roaring IdentifiedOf(const Roaring& persons) const;
  // Which numbers have those whom events show.
  ActorMemory* actors() { return &actors_; }
  // When the people of a project did their first, in microseconds since 1970: in no order.
  std::vector<int64_t> FirstTimes(const std::string& project) const;

 private:
  void Load(Db& reader, bool all);
  uint32_t Person(uint32_t identifier) const;         // under the lock
  Roaring Persons(const Roaring& identifiers) const;  // the same

  ActorMemory actors_;
  mutable std::mutex mutex_;
  int64_t generation_ = 0;
  std::string from_ = "0";  // transactions before are known
  // By number of an identifier; numbers are dense. 0: it is its own person.
  std::vector<uint32_t> persons_;
  Roaring merged_;      // those that are not
  Roaring identified_;  // identifiers that are no anonymous ids
  Roaring identified_persons_;
  // Of identifiers: when they did their first, and which did, by project.
  std::vector<int64_t> firsts_;
  std::map<std::string, Roaring> active_;
};

}  // namespace griot::dashboard
