// What a plugin can take and never give back.
#pragma once

#include <cstdint>
#include <string>

namespace griot::host {

struct Host;

// Of the whole process at one time: nobody can tell whose a page is, so what grows while a new
// version is on probation is taken for its doing. Plain data.
struct Holdings {
  // More than that many come into being in no probation of a version that does well.
  static constexpr uint64_t kMoreSeries = 1000;
  static constexpr uint64_t kMoreSnapshots = 1000;
  static constexpr uint64_t kMoreDescriptors = 64;

  uint64_t memory = 0;       // bytes, without what the host's own budget holds
  uint64_t series = 0;       // of metrics
  uint64_t snapshots = 0;    // of the settings, acquired and not released
  uint64_t descriptors = 0;  // but for sockets, which come and go with clients

  // `all` false: of the memory alone, which is looked at often.
  static Holdings Now(const Host& host, bool all);
  // What has grown too far since `before`; empty: nothing.
  std::string Excess(const Holdings& before, uint64_t more_memory) const;
};

}  // namespace griot::host
