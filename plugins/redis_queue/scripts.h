// The Lua that runs inside Redis: what must happen there as one step.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "connection.h"
#include "griot/cpp/status.hpp"

namespace griot::redis_queue {

enum class Script : size_t {
  kPrepare,      // fixes the number of partitions, checks the types of griot's keys
  kClaim,        // heartbeat, and who holds which partition
  kRelease,      // gives partitions back
  kTakeOver,     // pending entries of one partition, oldest first, if the lease is still mine
  kBeginTrial,   // one entry goes alone, if no other of the group does
  kEndTrial,     // it has settled
  kRead,         // new entries of the partitions whose lease is still mine
  kAck,          // acknowledges, and takes what was acknowledged off the depth
  kTrim,         // drops what every group has handled
  kRestore,      // puts back an accepted count that Redis lost
  kSetSettings,  // keeps the newer settings document
  kCount
};

// The scripts as one connection knows them. All are marked allow-oom: none of them lets the queue
// grow, and a full Redis must not keep anybody from draining it. One thread at a time.
class Scripts {
 public:
  // Loads all in one round trip.
  Status Load(Connection& redis);
  // Adds a call to the pipeline.
  void Append(Connection& redis, Script script, const std::vector<std::string>& words) const;

 private:
  std::array<std::string, static_cast<size_t>(Script::kCount)> digests_;
};

// The text of a script, by its place in Script.
std::string_view ScriptText(Script script);

}  // namespace griot::redis_queue
