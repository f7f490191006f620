#include "source.h"

#include <algorithm>
#include <utility>

#include "griot/crash.hpp"
#include "keys.h"

namespace griot::redis_queue {
namespace {

// Enough for the lane to have one at work and the next ready, and for acks to travel meanwhile.
constexpr size_t kMostInFlight = 3;
// After a read that brought little, the next one waits so long: under a load of single events it
// finds a group, and the store commits once for all of it. Who comes to an idle queue waits for
// nothing. Fewer commits also leave the disk to the doors' own.
constexpr std::chrono::milliseconds kPace{16};
// What the host refused is offered again this often, when nothing else wakes us before.
constexpr std::chrono::milliseconds kOfferAgain{50};

// The same after a restart, so that consumers do not pile up in Redis; one a stage and lane.
std::string MemberName(const StageConfig& config) {
  return std::string(config.instance_id) + "/" + std::string(config.stage) + "/" +
         std::to_string(config.lane);
}

size_t Events(const std::deque<Entry>& entries) {
  size_t events = 0;
  for (const Entry& entry : entries) events += entry.key.events;
  return events;
}

}  // namespace

QueueSource::QueueSource(const StageConfig& config)
    : context_(config.context),
      options_(ParseOptions(config.options)),
      link_(options_.endpoint,
            [this](Link& link) { return PrepareQueue(link, options_.partitions); }),
      waiter_(options_),
      leases_(options_, MemberName(config)),
      acks_(context_, options_),
      offer_(context_, config.stage),
      trial_(options_),
      settings_(context_),
      ledger_(options_),
      partitions_(options_.partitions),
      lane_(config.lane),
      redis_lamp_(context_, "redis"),
      format_lamp_(context_, "queue_format"),
      loss_lamp_(context_, "queue_loss"),
      takeovers_(context_.Counter("queue_takeovers_total", "Partitions that were taken over.")),
      redelivered_(context_.Counter("queue_redelivered_total", "Entries that were read again.")),
      trials_(context_.Counter("queue_trials_total",
                               "Entries that may have ended griot, and were handled alone.")),
      trimmed_pending_(context_.Counter("queue_trimmed_pending_total",
                                        "Unacknowledged entries that somebody trimmed: lost.")) {}

Status QueueSource::Poll(uint32_t timeout_ms) {
  const Clock::time_point until = Clock::now() + std::chrono::milliseconds(timeout_ms);
  for (;;) {
    bool submitted = false;
    if (Status status = Round(&submitted); !status.ok()) {
      // What the failed call has delivered or renewed is unknown: everything is claimed again.
      ResetAll();
      redis_lamp_.Down(status.text);
      waiter_.Wait({}, std::min(until, link_.next_try()));
      return status;
    }
    redis_lamp_.Healthy();
    if (submitted) return Status::Ok();
    const Clock::time_point now = Clock::now();
    if (now >= until) return Status::Idle();
    const bool paced = now < next_fetch_;
    const auto woken = waiter_.Wait(paced ? std::vector<Waiter::Place>() : Places(),
                                    paced ? std::min(next_fetch_, NextDue(until)) : NextDue(until));
    if (woken == Waiter::Woken::kByCall) return Status::Idle();
  }
}

Status QueueSource::Round(bool* submitted) {
  if (Status status = KeepHouse(); !status.ok()) return status;
  if (draining_ || on_trial_ || in_flight_.size() >= kMostInFlight) return acks_.Flush(link_);
  if (fetched_.empty()) {
    const Clock::time_point now = Clock::now();
    if (now < next_fetch_) return Status::Ok();
    if (Status status = Fetch(); !status.ok()) return status;
    if (!fetched_.empty() && Events(fetched_) < options_.batch / 4) next_fetch_ = now + kPace;
  }
  const auto is_suspect = [](const Entry& entry) { return entry.deaths >= kTried; };
  const auto suspect = std::ranges::find_if(fetched_, is_suspect);
  if (suspect == fetched_.begin() && !fetched_.empty()) return Try(submitted);
  *submitted = Submit(static_cast<size_t>(suspect - fetched_.begin()));
  return Status::Ok();
}

// What may have ended the process goes when nothing else of this lane is under way, and nothing
// that another lane tries: if griot ends now, this entry is to blame.
Status QueueSource::Try(bool* submitted) {
  if (Status status = acks_.Flush(link_); !status.ok() || !in_flight_.empty()) return status;
  const Entry& entry = fetched_.front();
  const EntryKey key = entry.key;
  bool begun = false;
  if (Status status = trial_.Begin(link_, leases_, key, &begun); !status.ok() || !begun) {
    return status;
  }
  const std::string what = "entry " + key.id.Text() + " of " + StreamKey(key.partition) +
                           " was pending when griot ended, " + std::to_string(entry.deaths) +
                           " times; ";
  const bool given_up = entry.deaths >= kGivenUp;
  if (!Submit(1)) return Status::Ok();
  on_trial_ = key;
  *submitted = true;
  trials_.Add();
  given_up ? context_.Error(what + "it is given up: dead letters with reason crashes")
           : context_.Warn(what + "it is handled alone");
  return Status::Ok();
}

Status QueueSource::EndTrial() {
  if (!tried_) return Status::Ok();
  if (Status status = acks_.Flush(link_); !status.ok()) return status;
  if (Status status = trial_.End(link_, *tried_); !status.ok()) return status;
  tried_.reset();
  return Status::Ok();
}

Status QueueSource::KeepHouse() {
  if (Status status = link_.Ready(); !status.ok()) return status;
  if (link_.connects() != connects_) {
    ResetAll();
    connects_ = link_.connects();
  }
  if (Clock::now() >= leases_.next_claim()) {
    if (Status status = Claim(); !status.ok()) return status;
  }
  if (Status status = EndTrial(); !status.ok()) return status;
  if (Status status = GiveUp(); !status.ok()) return status;
  if (acks_.TrimDue()) {
    if (Status status = acks_.Trim(link_, Held()); !status.ok()) return status;
  }
  return settings_.Step(link_);
}

Status QueueSource::Fetch() {
  Fetched fetched;
  if (Status status = FetchTakeOvers(&fetched); !status.ok()) return status;
  // New entries only when no takeover has filled the room: they would be held for long.
  if (fetched.entries.empty()) {
    if (Status status = FetchLive(&fetched); !status.ok()) return status;
  }
  Take(std::move(fetched));
  return Status::Ok();
}

Status QueueSource::FetchTakeOvers(Fetched* fetched) {
  for (uint32_t p = 0; p < partitions_.size() && fetched->bytes < kFetchBytes; ++p) {
    Partition& part = partitions_[p];
    if (part.state == State::kBlocked && Clock::now() >= part.retry_at) Restart(p);
    if (part.state == State::kWaiting && part.in_flight == 0) {
      if (acks_.Waits(p)) {
        if (Status status = acks_.Flush(link_); !status.ok()) return status;
      }
      part.state = State::kTakingOver;
      part.takeover.died = leases_.TakeDied(p);
    }
    if (part.state != State::kTakingOver) continue;
    const size_t before = fetched->entries.size();
    if (Status status = FetchPending(link_, options_, leases_, p, &part.takeover, fetched);
        !status.ok()) {
      return status;
    }
    if (fetched->entries.size() != before) GRIOT_CRASH_POINT("queue.takeover");
    if (!part.takeover.done) continue;
    part.state = State::kLive;
    part.seen = part.takeover.delivered;
    part.newer_version = 0;
    ShowTrimmed(p, part.takeover.trimmed);
  }
  redelivered_.Add(static_cast<double>(fetched->entries.size()));
  return Status::Ok();
}

Status QueueSource::FetchLive(Fetched* fetched) {
  std::vector<uint32_t> live;
  const auto count = static_cast<uint32_t>(partitions_.size());
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t p = (turn_ + i) % count;
    if (partitions_[p].state == State::kLive && leases_[p].wanted) live.push_back(p);
  }
  ++turn_;
  if (live.empty()) return acks_.Flush(link_);
  do {
    if (Status status = FetchNew(link_, options_, leases_, &acks_, live, fetched); !status.ok()) {
      return status;
    }
  } while (fetched->more && fetched->lost.empty() && fetched->events < options_.batch &&
           fetched->bytes < kFetchBytes);
  for (const Entry& entry : fetched->entries) {
    EntryId& seen = partitions_[entry.key.partition].seen;
    seen = std::max(seen, entry.key.id);
  }
  if (!fetched->entries.empty()) return Status::Ok();
  // Nothing is left where the waiter saw something: another has handled it, or taken it away.
  for (const auto& [p, id] : waiter_.seen()) {
    if (p < count) partitions_[p].seen = std::max(partitions_[p].seen, id);
  }
  return Status::Ok();
}

void QueueSource::Take(Fetched fetched) {
  for (Entry& entry : fetched.entries) {
    const uint32_t p = entry.key.partition;
    if (partitions_[p].state == State::kBlocked) continue;  // behind one that must come first
    if (entry.damage.empty() && entry.version > kFormatVersion) {
      Block(p, entry.version);
      continue;
    }
    fetched_.push_back(std::move(entry));
  }
  for (const uint32_t p : fetched.lost) {
    if (p >= partitions_.size()) continue;
    leases_.Lose(p);
    Reset(p);
  }
  ShowBlocked();
}

bool QueueSource::Submit(size_t count) {
  if (count == 0) return false;
  const uint64_t token = ++last_token_;
  // A host that is full by what we gave it has room again when that settles. One that is full all
  // the same may have room for less.
  while (!offer_.Submit(fetched_, count, token)) {
    if (!in_flight_.empty() || count == 1) return false;
    count /= 2;
  }
  std::vector<EntryKey>& keys = in_flight_[token];
  for (size_t i = 0; i < count; ++i) {
    keys.push_back(fetched_.front().key);
    ++partitions_[keys.back().partition].in_flight;
    fetched_.pop_front();
  }
  return true;
}

void QueueSource::SubmissionSettled(const griot_settlement& settlement) {
  const auto found = in_flight_.find(settlement.token);
  if (found == in_flight_.end()) return;
  const std::vector<EntryKey> keys = std::move(found->second);
  in_flight_.erase(found);
  for (const EntryKey& key : keys) --partitions_[key.partition].in_flight;
  if (on_trial_) tried_ = std::exchange(on_trial_, std::nullopt);
  if (settlement.result == GRIOT_OK) {
    acks_.Add(keys);
  } else {
    // Not taken after all: it is still pending in Redis, and must come before what follows it.
    for (const EntryKey& key : keys) Restart(key.partition);
  }
  // While draining nobody may poll again.
  if (draining_ && link_.is_open()) (void)KeepHouse().ok();
  if (draining_ && link_.is_open()) (void)acks_.Flush(link_).ok();
}

void QueueSource::Drain() {
  draining_ = true;
  fetched_.clear();
}

void QueueSource::Stop() {
  if (!link_.is_open() || link_.redis().Stale()) return;
  link_.redis().SetTimeout(Connection::kConnectTimeout);
  Status status = acks_.Flush(link_);
  if (status.ok()) status = acks_.Trim(link_, Held());
  if (status.ok()) status = settings_.Now(link_);
  if (status.ok()) status = leases_.Release(link_, Held(), /*leave=*/true);
  if (!status.ok()) context_.Warn("could not hand back the partitions: " + status.text);
  link_.redis().Close();
  waiter_.Close();
}

std::vector<Waiter::Place> QueueSource::Places() const {
  std::vector<Waiter::Place> places;
  const bool full =
      draining_ || on_trial_ || !fetched_.empty() || in_flight_.size() >= kMostInFlight;
  for (uint32_t p = 0; !full && p < partitions_.size(); ++p) {
    const Partition& part = partitions_[p];
    if (part.state == State::kLive && leases_[p].wanted) places.emplace_back(p, part.seen);
  }
  return places;
}

Clock::time_point QueueSource::NextDue(Clock::time_point until) const {
  // Half a second is also what the settings are looked at by.
  until = std::min(until, Clock::now() + std::chrono::milliseconds(500));
  until = std::min(until, leases_.next_claim());
  if (acks_.dirty()) until = std::min(until, acks_.next_trim());
  if (!fetched_.empty()) until = std::min(until, Clock::now() + kOfferAgain);
  return until;
}

}  // namespace griot::redis_queue
