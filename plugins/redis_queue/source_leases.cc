// The source's partitions: gained, lost, given up, blocked.
#include <algorithm>
#include <utility>

#include "keys.h"
#include "source.h"

namespace griot::redis_queue {
namespace {

// So many reads behind, for each lane before it, and a lane helps; fewer than one, and it has done.
constexpr uint64_t kReadsBehind = 3;

}  // namespace

// Whether this lane takes part. The first always does. What one lane can keep up with is cheapest
// in one: twice the lanes are twice the commits, half as large, and another core of the store taken
// from the doors. The others help where many events wait.
Status QueueSource::Attend() {
  // The depth is what the first group has still to do; of another group's nobody knows.
  if (lane_ == 0 || options_.groups.front() != options_.group) {
    attends_ = true;
    return Status::Ok();
  }
  Reply reply;
  Status status = link_.redis().Call({"HGET", kDepthKey, kDepthEvents}, &reply);
  if (!status.ok()) {
    link_.Failed(status);
    return status;
  }
  const auto waiting = static_cast<uint64_t>(std::max<int64_t>(reply.view().integer(), 0));
  const Clock::time_point now = Clock::now();
  if (waiting > kReadsBehind * options_.batch * lane_) {
    attends_ = true;
    helps_until_ = now + 2 * options_.lease;  // partitions do not go to and fro
  } else if (waiting < options_.batch && now >= helps_until_) {
    attends_ = false;
  }
  return status;
}

Status QueueSource::Claim() {
  if (Status status = Attend(); !status.ok()) return status;
  std::vector<uint32_t> changed;
  if (Status status = leases_.Claim(link_, attends_ && !draining_, &changed); !status.ok()) {
    return status;
  }
  for (const uint32_t p : changed) {
    Reset(p);
    if (!leases_[p].held) continue;
    takeovers_.Add();
    acks_.MarkDirty();
  }
  // Those that are new, and those that were to be given up and are ours again.
  for (uint32_t p = 0; p < partitions_.size(); ++p) {
    if (partitions_[p].state == State::kIdle) Restart(p);
  }
  return Status::Ok();
}

// What is another's by assignment goes to it once nothing of it is under way here. What was read
// and not yet handed over stays pending: the next owner takes it over.
Status QueueSource::GiveUp() {
  std::vector<uint32_t> quiet;
  for (uint32_t p = 0; p < partitions_.size(); ++p) {
    if (!leases_[p].held || leases_[p].wanted) continue;
    Reset(p);
    if (partitions_[p].in_flight == 0) quiet.push_back(p);
  }
  if (quiet.empty()) return Status::Ok();
  if (Status status = acks_.Flush(link_); !status.ok()) return status;
  return leases_.Release(link_, quiet, /*leave=*/false);
}

// Forgets what was read of a partition; what is in flight is still counted.
void QueueSource::Reset(uint32_t partition) {
  Partition& part = partitions_[partition];
  const uint32_t in_flight = part.in_flight;
  part = {};
  part.in_flight = in_flight;
  std::erase_if(fetched_,
                [partition](const Entry& entry) { return entry.key.partition == partition; });
}

void QueueSource::ResetAll() {
  leases_.LoseAll();
  waiter_.Close();
  for (uint32_t p = 0; p < partitions_.size(); ++p) Reset(p);
}

// Begins the takeover of what is pending, from the oldest on.
void QueueSource::Restart(uint32_t partition) {
  if (!leases_[partition].held || !leases_[partition].wanted) return;
  const uint64_t newer_version = partitions_[partition].newer_version;
  Reset(partition);
  partitions_[partition].newer_version = newer_version;
  partitions_[partition].state = State::kWaiting;
}

std::vector<uint32_t> QueueSource::Held() const {
  std::vector<uint32_t> held;
  for (uint32_t p = 0; p < partitions_.size(); ++p) {
    if (leases_[p].held) held.push_back(p);
  }
  return held;
}

void QueueSource::Block(uint32_t partition, uint64_t version) {
  Partition& part = partitions_[partition];
  part.state = State::kBlocked;
  part.newer_version = version;
  part.retry_at = Clock::now() + options_.lease;  // then it looks again
}

void QueueSource::ShowBlocked() {
  std::string which;
  uint64_t version = 0;
  for (uint32_t p = 0; p < partitions_.size(); ++p) {
    if (partitions_[p].newer_version == 0) continue;
    which.append(which.empty() ? "" : ", ").append(std::to_string(p));
    version = std::max(version, partitions_[p].newer_version);
  }
  if (which.empty()) return format_lamp_.Healthy();
  format_lamp_.Down("the queue holds entries of format version " + std::to_string(version) +
                    ", this griot reads up to " + std::to_string(kFormatVersion) +
                    ": upgrade this processor; until then partition " + which +
                    " waits, and nothing of it is lost");
}

void QueueSource::ShowTrimmed(uint32_t partition, uint64_t count) {
  if (count == 0) return;
  trimmed_pending_.Add(static_cast<double>(count));
  const std::string text = std::to_string(count) + " entries of partition " +
                           std::to_string(partition) +
                           " were trimmed away before they were handled: their events are lost. "
                           "Does something else trim griot:q:*, or name too few `groups`?";
  context_.Error(text);
  loss_lamp_.Degraded(text);
}

}  // namespace griot::redis_queue
