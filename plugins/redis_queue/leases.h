// Which partitions this reader holds: shared out between the members of its group, each held by a
// lease with a fencing number.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "link.h"
#include "options.h"

namespace griot::redis_queue {

// One thread at a time. Holds the reader's own view; the truth is in Redis, and every read there
// asks for it again, so that a view which is out of date reads nothing. `options` must outlive it.
class Leases {
 public:
  Leases(const Options& options, std::string member);

  struct Lease {
    bool held = false;
    bool wanted = false;  // ours by the assignment; not wanted: to be given up when it is quiet
    uint64_t fence = 0;
    bool died = false;  // the owner before us; until TakeDied
  };
  const Lease& operator[](uint32_t partition) const { return leases_[partition]; }
  uint32_t size() const { return static_cast<uint32_t>(leases_.size()); }
  const std::string& member() const { return member_; }

  // A sign of life, and a new view: sets `*changed` to the partitions that were lost, gained, or
  // lost and gained again. `joins` false: everything is to be given up.
  Status Claim(Link& link, bool joins, std::vector<uint32_t>* changed);
  // When the next one is due.
  Clock::time_point next_claim() const { return next_claim_; }

  // Gives these back; another may have them at once. `leave` withdraws from the group as well.
  Status Release(Link& link, const std::vector<uint32_t>& partitions, bool leave);
  // Whether the owner before us died, the first time that it is asked.
  bool TakeDied(uint32_t partition) { return std::exchange(leases_[partition].died, false); }
  // After a lost connection nothing is known any more.
  void LoseAll();
  void Lose(uint32_t partition) { leases_[partition] = {}; }

 private:
  std::vector<std::string> ClaimWords(bool joins) const;
  void Apply(ReplyView held, std::vector<uint32_t>* changed);

  const Options& options_;
  const std::string member_;
  std::vector<Lease> leases_;
  std::vector<uint64_t> former_;  // the last fence of each that was ever held; 0: never
  Clock::time_point next_claim_{};
};

}  // namespace griot::redis_queue
