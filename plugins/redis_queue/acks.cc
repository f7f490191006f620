#include "acks.h"

#include <algorithm>

#include "griot/crash.hpp"

namespace griot::redis_queue {
namespace {

constexpr std::chrono::milliseconds kBetweenTrims{200};
// Ids in one XACK: Lua's stack takes a few thousand.
constexpr size_t kIdsAtOnce = 500;

}  // namespace

Acks::Acks(const Context& context, const Options& options)
    : options_(options),
      per_partition_(options.partitions),
      groups_lamp_(context, "queue_groups"),
      acked_(context.Counter("queue_acked_total", "Entries that were acknowledged.")),
      trimmed_(context.Counter("queue_trimmed_total", "Entries that were trimmed away.")) {}

void Acks::Add(const std::vector<EntryKey>& settled) {
  waiting_.insert(waiting_.end(), settled.begin(), settled.end());
  for (const EntryKey& key : settled) ++per_partition_[key.partition];
}

std::vector<std::string> Acks::Words() const {
  const bool counts = options_.groups.front() == options_.group;
  std::vector<std::string> words{options_.group, counts ? "1" : "0"};
  for (size_t from = 0; from < waiting_.size();) {
    size_t to = from;
    uint64_t events = 0, bytes = 0;
    const uint32_t partition = waiting_[from].partition;
    for (; to < waiting_.size() && to - from < kIdsAtOnce; ++to) {
      if (waiting_[to].partition != partition) break;
      events += waiting_[to].events;
      bytes += waiting_[to].bytes;
    }
    for (const uint64_t word : {uint64_t{partition}, uint64_t{to - from}, events, bytes}) {
      words.push_back(std::to_string(word));
    }
    for (; from < to; ++from) words.push_back(waiting_[from].id.Text());
  }
  return words;
}

bool Acks::Append(Link& link) {
  if (waiting_.empty()) return false;
  std::ranges::stable_sort(waiting_, {}, &EntryKey::partition);
  GRIOT_CRASH_POINT("queue.before_ack");
  link.Append(Script::kAck, Words());
  return true;
}

Status Acks::ReadReply(Link& link) {
  Reply reply;
  Status status = link.Read(&reply);
  if (!status.ok()) return status;
  GRIOT_CRASH_POINT("queue.after_ack");
  acked_.Add(static_cast<double>(reply.view().integer()));
  waiting_.clear();
  per_partition_.assign(per_partition_.size(), 0);
  dirty_ = true;
  return status;
}

Status Acks::Flush(Link& link) { return Append(link) ? ReadReply(link) : Status::Ok(); }

Status Acks::Trim(Link& link, const std::vector<uint32_t>& partitions) {
  next_trim_ = Clock::now() + kBetweenTrims;
  dirty_ = false;
  if (partitions.empty()) return Status::Ok();
  std::vector<std::string> words{std::to_string(options_.groups.size())};
  words.insert(words.end(), options_.groups.begin(), options_.groups.end());
  for (const uint32_t p : partitions) words.push_back(std::to_string(p));
  Reply reply;
  GRIOT_CRASH_POINT("queue.trim");
  if (Status status = link.Call(Script::kTrim, words, &reply); !status.ok()) return status;
  trimmed_.Add(static_cast<double>(reply.view()[0].integer()));

  std::string foreign;
  for (size_t i = 0; i < reply.view()[2].size(); ++i) {
    foreign.append(i == 0 ? "" : ", ").append(reply.view()[2][i].text());
  }
  if (foreign.empty()) {
    groups_lamp_.Healthy();
  } else {
    groups_lamp_.Degraded("consumer groups that do not hold the trim read the queue: " + foreign +
                          "; they lose what they have not read in time. Name them in `groups`, or "
                          "remove them (XGROUP DESTROY)");
  }
  return Status::Ok();
}

}  // namespace griot::redis_queue
